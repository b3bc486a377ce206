/** One option in front of a key, with its value as sshd unquotes it. */
export interface KeyOption {
  readonly name: string;
  readonly value?: string;
}

/** The options of a key, and what sshd finds wrong with them, for which it takes nobody in by that key. */
export interface KeyOptions {
  readonly options: readonly KeyOption[];
  readonly refused: string | undefined;
}

const plain = ["restrict", "cert-authority"];
const negatable = [
  "port-forwarding",
  "agent-forwarding",
  "x11-forwarding",
  "touch-required",
  "verify-required",
  "pty",
  "user-rc",
];
const valued = ["command", "principals", "from", "expiry-time", "environment", "permitopen", "permitlisten", "tunnel"];
const once = new Set(["command", "principals", "from"]);

/**
 * The end of the options that begin a line: the first blank outside quotes, in which a backslash keeps a quote from
 * ending them. `undefined` where a quote is never closed.
 */
export function endOfOptions(line: string): number | undefined {
  let quoted = false;
  let at = 0;
  for (; at < line.length && (quoted || !/[ \t]/.test(line[at] ?? "")); at++) {
    if (line[at] === "\\" && line[at + 1] === '"') at++;
    else if (line[at] === '"') quoted = !quoted;
  }
  return quoted ? undefined : Math.min(at, line.length);
}

/** Options as sshd reads them (authorized_keys(5)): names in any letters, values in double quotes, commas in between. */
export function parseKeyOptions(text: string): KeyOptions {
  const options: KeyOption[] = [];
  let rest = text;
  while (rest !== "") {
    // Nothing between two commas is no mistake.
    if (rest.startsWith(",")) {
      rest = rest.slice(1);
      continue;
    }
    const found = flag(rest) ?? quoted(rest);
    if (found === undefined) return { options, refused: "an unknown option" };
    if (found.option === undefined) return { options, refused: found.refused };
    const { option } = found;
    const refused = once.has(option.name) && options.some(({ name }) => name === option.name);
    options.push(option);
    if (refused) return { options, refused: `${option.name} is given twice` };
    const flaw = flawOf(option);
    if (flaw !== undefined) return { options, refused: flaw };
    if (found.rest !== "" && !found.rest.startsWith(",")) return { options, refused: "an unknown option" };
    rest = found.rest;
  }
  const has = (wanted: string) => options.some(({ name }) => name === wanted);
  if (has("principals") && !has("cert-authority"))
    return { options, refused: "principals is for certificates only, and there is no cert-authority" };
  return { options, refused: undefined };
}

type Read =
  | { readonly option: KeyOption; readonly rest: string; readonly refused?: undefined }
  | { readonly option?: undefined; readonly refused: string };

function flag(rest: string): Read | undefined {
  const lower = rest.toLowerCase();
  for (const name of [...plain, ...negatable, ...negatable.map((it) => `no-${it}`)])
    if (lower.startsWith(name)) return { option: { name }, rest: rest.slice(name.length) };
  return undefined;
}

function quoted(rest: string): Read | undefined {
  const lower = rest.toLowerCase();
  const name = valued.find((it) => lower.startsWith(`${it}=`));
  if (name === undefined) return undefined;
  const found = /^"((?:\\"|(?!\\")[^"])*)"/.exec(rest.slice(name.length + 1));
  if (!rest.startsWith('"', name.length + 1)) return { refused: `the value of ${name} is not in quotes` };
  if (found === null) return { refused: `the value of ${name} is never closed` };
  const value = (found[1] ?? "").replaceAll('\\"', '"');
  return { option: { name, value }, rest: rest.slice(name.length + 1 + found[0].length) };
}

function flawOf({ name, value }: KeyOption): string | undefined {
  if (value === undefined) return undefined;
  if (name === "expiry-time" && expiryOf(value) === undefined) return "expiry-time is no time";
  if (name === "environment" && !/^[A-Za-z0-9_]+=/.test(value)) return "environment sets no variable";
  if (name === "tunnel" && !isTunnel(value)) return "tunnel is no device";
  if (name === "permitopen" && !isPlace(value)) return "permitopen names no host with a port";
  if (name === "permitlisten" && !isPlace(value.includes(":") ? value : `*:${value}`))
    return "permitlisten names no port";
  return undefined;
}

function isTunnel(value: string): boolean {
  return /^any$/i.test(value) || (/^\d{1,10}$/.test(value) && Number(value) < 0x7fffffff);
}

function isPlace(value: string): boolean {
  const found = /^(?:\[[^\]]*\]|[^:/]*)[:/](.*)$/.exec(value);
  const port = found?.[1];
  return port === "*" || (port !== undefined && /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) <= 65535);
}

/** Time after which a key counts no more. */
export interface Expiry {
  /** In milliseconds, read as if the host were at UTC. */
  readonly at: number;
  /** Whether it is UTC, and not the time of the host, whatever that is. */
  readonly utc: boolean;
}

/** `YYYYMMDD[HHMM[SS]][Z|UTC]`; `undefined` for what sshd takes for no time. */
export function expiryOf(value: string): Expiry | undefined {
  const found = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(Z|UTC)?$/i.exec(value);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((it) => Number(it ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined;
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  return at === 0 ? undefined : { at, utc: found[7] !== undefined };
}
