import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { draftEstate } from "../../discovery/draft.ts";
import { estateJsonSchema } from "../../estate/json-schema.ts";
import { findHere } from "../find-here.ts";
import { interruptSignal } from "../interrupt.ts";
import { localObserver } from "../observer.ts";
import { writePrivately } from "../private-file.ts";
import { exitCodes } from "../run.ts";
import { UserError } from "../user-error.ts";

/** Where editors find the schema of the estate file beside it. */
const schemaFile = "estate.schema.json";

interface InitOptions {
  readonly output: string;
  readonly input: boolean;
  readonly force?: boolean;
}

/** `holdfast init`: writes down what is found here, for people to decide on. */
export async function init(folder: string, options: InitOptions): Promise<number> {
  const toStdout = options.output === "-";
  if (!toStdout && existsSync(options.output) && options.force !== true) {
    throw new UserError(`${options.output} is there already. --force replaces it, --output names another file.`);
  }
  const signal = interruptSignal();
  process.stderr.write("Looking at this machine's listeners and this folder …\n");
  const found = await findHere(
    folder,
    localObserver(signal, () => undefined),
  );
  if (signal.aborted) {
    process.stderr.write("Nothing was written: not everything was looked at.\n");
    return exitCodes.interrupted;
  }
  const asks = options.input && !toStdout && process.stdin.isTTY === true && process.stderr.isTTY === true;
  const decided = asks ? await (await import("../ask.ts")).askAbout(found) : found;
  if (decided === undefined) return exitCodes.interrupted;
  const draft = draftEstate(decided, { schema: schemaFile });
  if (toStdout) {
    process.stdout.write(draft);
    return 0;
  }
  await writePrivately(options.output, draft);
  const schema = join(dirname(options.output), schemaFile);
  if (!existsSync(schema)) await writePrivately(schema, `${JSON.stringify(estateJsonSchema(), null, 2)}\n`);
  process.stderr.write(
    `Wrote ${options.output}, and ${schema} for editors.\n` +
      `Decide what is marked undecided, then run: holdfast check ${options.output}\n`,
  );
  return 0;
}
