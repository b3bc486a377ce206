import type { z } from "zod";
import type { Trouble } from "../../../transports/trouble.ts";
import type { ProbeContext } from "../../probe.ts";
import { codingTrouble } from "../body-text.ts";
import type { HttpClient, Reply } from "../client.ts";
import { type AnswerShape, apart, shapeOf } from "./answer-shape.ts";
import type { HandlerTrial, httpHandlersSchema } from "./facts.ts";

/** Extensions that servers map to programs. */
export const handledExtensions: readonly string[] = [
  ...[".php", ".phtml", ".jsp", ".do", ".aspx", ".ashx", ".asp", ".cgi", ".pl", ".cfm", ".py", ".rb", ".shtml"],
];
const plainExtensions: readonly string[] = ["", ".txt", ".html", ".hfx"];
/** A file server refuses a method that it does not know before it looks for the file; a handler looks first. */
const unknownMethod = "HOLDFAST";
const refusing = new Set([401, 403, 405, 406, 410, 415, 451]);
const busy = new Set([408, 429]);

export interface Tried {
  readonly facts: z.output<typeof httpHandlersSchema>;
  readonly replies: readonly Reply[];
}
type Answered = AnswerShape | { readonly trouble: Trouble; readonly closed: boolean };

/**
 * Tells handlers of file types by difference: a random name with their extension is answered otherwise than random names
 * that only the file server can answer. Nothing that exists is asked for, and nothing is sent along.
 */
export async function tryHandlers(client: HttpClient, random: ProbeContext["random"]): Promise<Tried> {
  const replies: Reply[] = [];
  const ask = async (extension: string, method: string, folder = ""): Promise<Answered> => {
    const target = `${folder}/${random(16)}${extension}`;
    const reply = await client.ask({ method, target });
    replies.push(reply);
    if ("trouble" in reply)
      return { trouble: reply.trouble, closed: reply.connected && reply.trouble.kind === "refused" };
    const unseen = codingTrouble(reply.response) ?? tooMuch(reply.response.status, extension);
    return unseen ? { trouble: unseen, closed: false } : shapeOf(reply.response, target, extension);
  };
  const many = async (extensions: readonly string[], method: string) => {
    const answers: Answered[] = [];
    for (const extension of extensions) answers.push(await ask(extension, method));
    return answers.flatMap((it) => ("trouble" in it ? [] : [it]));
  };
  // Two names more of one kind tell how much the same page changes by itself.
  const gets = await many([...plainExtensions, ".txt", ".html"], "GET");
  const others = await many(plainExtensions, unknownMethod);
  const methodTellsApart =
    others.length === plainExtensions.length && new Set(others.map((it) => it.status)).size === 1;
  const trials: HandlerTrial[] = [];
  for (const extension of handledExtensions) {
    const one = new HandlerQuestion(
      extension,
      (method, where) => ask(extension, method, where && `/${random(16)}`),
      gets,
      methodTellsApart ? others : [],
    );
    trials.push({ extension, ...(await one.answer()) });
  }
  const baseline = gets.slice(0, plainExtensions.length).map((it) => it.status);
  return { facts: { trials, baseline, methodTellsApart }, replies };
}

type Ask = (method: string, where?: "below a folder") => Promise<Answered>;
type Told = Omit<HandlerTrial, "extension">;

/** What is asked for one extension, until it is settled. */
class HandlerQuestion {
  readonly #extension: string;
  readonly #ask: Ask;
  readonly #gets: readonly AnswerShape[];
  readonly #others: readonly AnswerShape[];

  constructor(extension: string, ask: Ask, gets: readonly AnswerShape[], others: readonly AnswerShape[]) {
    this.#extension = extension;
    this.#ask = ask;
    this.#gets = gets;
    this.#others = others;
  }

  async answer(): Promise<Told> {
    const first = await this.#ask("GET");
    // Closing without a word is what a rule does; a handler would say something.
    if ("trouble" in first)
      return first.closed && this.#gets.length > 0 ? { finding: "refused" } : { trouble: first.trouble };
    const { status } = first;
    if (this.#gets.length === 0) return { status, trouble: noBaseline };
    const shown = apart(first, this.#gets);
    if (shown === undefined) return this.#byMethod(status);
    const again = await this.#ask("GET");
    if ("trouble" in again) return { status, trouble: again.trouble };
    if (apart(again, this.#gets) === undefined) return this.#byMethod(status);
    if (first.signature === undefined) {
      if (refusing.has(status)) return { status, finding: "refused", shown };
      if (status === 404 && first.ownPage === "apache") return { status, trouble: this.#ambiguous() };
      if (status === 404 && first.ownPage !== undefined) return { status, finding: "refused", shown };
    }
    return { status, finding: "handled", shown };
  }

  /** A handler that says the same as the file server of what isn't there still takes methods that the latter refuses. */
  async #byMethod(status: number): Promise<Told> {
    const unhandled = { status, finding: "unhandled" } as const;
    if (this.#others.length === 0) return unhandled;
    const other = await this.#ask(unknownMethod);
    if ("trouble" in other) return { status, trouble: other.trouble };
    const shown = apart(other, this.#others);
    if (shown === undefined || refusing.has(other.status)) return unhandled;
    const handled = { status, finding: "handled", shown: `an unknown method: ${shown}` } as const;
    if (other.signature !== undefined || other.status !== 404) return handled;
    // nginx answers so where a rule says `return 404`; what is handed on comes back with another page.
    if (other.ownPage === "nginx" || other.ownPage === "haproxy" || other.ownPage === "empty") return unhandled;
    // A handler is bound to the name of a file, and below a folder that isn't there no file is looked for; a rule is
    // bound to the path, and says the same there.
    const below = await this.#ask(unknownMethod, "below a folder");
    if ("trouble" in below) return { status, trouble: below.trouble };
    return apart(below, this.#others) === undefined ? handled : { status, trouble: this.#ambiguous() };
  }

  #ambiguous(): Trouble {
    return {
      kind: "unsupported",
      message: `names with ${this.#extension} are answered otherwise, by a handler or by a rule that says 404`,
      wouldVerify: "refuse them with 403, or look into the web server's configuration and attest the result",
    };
  }
}

const noBaseline: Trouble = {
  kind: "unsupported",
  message: "no name without a handler was answered, so nothing can be told apart",
  wouldVerify: "let the server answer names that do not exist",
};

function tooMuch(status: number, extension: string): Trouble | undefined {
  if (!busy.has(status)) return undefined;
  const message = `a name with ${extension || "no extension"} was answered ${status}`;
  return { kind: "refused", message, wouldVerify: "try again when it is less busy" };
}
