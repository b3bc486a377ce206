import type { FactsOf } from "../probes/fact-kinds.ts";

type Privileges = FactsOf<"host-privileges">;
export type RootWay = Privileges["rootEquivalents"][number]["ways"][number];

/** A way to root with the account that it is open to, as `everybody` or by its name. */
export interface OpenWay extends RootWay {
  readonly account: string;
}

/** All ways to root that some condition is true of. */
export function waysTo({ rootEquivalents }: Privileges, wanted: (way: RootWay) => boolean): readonly OpenWay[] {
  return rootEquivalents.flatMap(({ account, ways }) =>
    ways.filter(wanted).map((way) => ({ ...way, account: account === "*" ? "every account" : account })),
  );
}

const scheduled =
  /^may change \/(?:etc\/(?:cron|anacron|systemd\/)|var\/spool\/cron|usr\/lib\/systemd\/|lib\/systemd\/)/;

/** Whether it leads over what cron or systemd starts by itself. */
export function isScheduled({ by, path }: RootWay): boolean {
  return by === "schedule" || by === "unit" || (by === "file" && path.some((step) => scheduled.test(step)));
}
