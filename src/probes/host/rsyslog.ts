import type { ConfigurationLine } from "./configuration-line.ts";
import type { Forward } from "./logging-facts.ts";
import { selects } from "./syslog-selector.ts";

/** Levels at which sshd and sudo record logins and commands; Debian's sudo says `notice`. */
const records = [
  ["auth", "info"],
  ["authpriv", "notice"],
] as const;

/** What a selector says of records of logins: all of them, none, or only some, which counts as none. */
const carries = (selector: string) => records.every(([facility, level]) => selects(selector, facility, level));

/** What rsyslog sends elsewhere (rsyslog.conf(5), omfwd, omrelp), and what of its configuration is not understood. */
export interface RsyslogTold {
  readonly forwards: readonly Omit<Forward, "running">[];
  readonly unread: readonly string[];
}

const selector = String.raw`[\w*,]+\.[!=\w*]+(?:;[\w*,]+\.[!=\w*]+)*`;
const legacy = new RegExp(
  String.raw`^(${selector})\s+-?(@@?|:omrelp:)(?:\([^)]*\))?(\[[^\]]+\]|[^\s:;]+)(?::(\d+))?`,
  "i",
);
const selectedAction = new RegExp(String.raw`^(${selector})\s+action\s*\(`, "i");

/** @param all - lines of rsyslog.conf and of the files beside it, in the order in which they count */
export function rsyslogForwards(all: readonly ConfigurationLine[]): RsyslogTold {
  const text = all.map((it) => it.text).join("\n");
  const isTls = /\$(?:ActionSendStreamDriverMode|DefaultNetstreamDriverMode)\s+1\b/i.test(text);
  const forwards: Omit<Forward, "running">[] = [];
  const unread: string[] = [];
  let depth = 0;
  let dropped = false;
  for (const [i, line] of all.entries()) {
    const place = `${line.path}:${line.number}`;
    const plain = legacy.exec(line.text);
    const isAction = /\baction\s*\(/i.test(line.text);
    const filtered = depth > 0 || /^(?:if\b|:)/i.test(line.text) || dropped;
    if (plain !== null) {
      const [, selected = "", how = "", host = "", port] = plain;
      const protocol = how === "@" ? "udp" : how === "@@" ? "tcp" : "relp";
      forwards.push({
        ...{ by: "rsyslog", to: port === undefined ? host : `${host}:${port}`, protocol, place },
        encrypted: protocol === "tcp" && isTls,
        ...(!filtered && { logins: carries(selected) }),
      });
    } else if (isAction) {
      const parameters = parametersOf(all.slice(i).map((it) => it.text));
      const type = parameters.get("type")?.toLowerCase();
      if (type === "omfwd" || type === "omrelp") {
        const selected = selectedAction.exec(line.text)?.[1];
        const bare = /^action\s*\(/i.test(line.text);
        const [target = "", port] = [parameters.get("target"), parameters.get("port")];
        const clear = !filtered && (selected !== undefined || bare);
        forwards.push({
          ...{ by: "rsyslog", to: port === undefined ? target : `${target}:${port}`, place },
          protocol: type === "omrelp" ? "relp" : parameters.get("protocol")?.toLowerCase() === "tcp" ? "tcp" : "udp",
          encrypted:
            type === "omrelp"
              ? parameters.get("tls")?.toLowerCase() === "on"
              : isTls || parameters.get("streamdrivermode") === "1",
          ...(clear && { logins: selected === undefined || carries(selected) }),
        });
      }
    }
    // What comes after it may never be reached by these records.
    if (/(?:^&|\s)\s*(?:stop|~)\s*$/i.test(line.text) && !isHarmlessStop(line.text)) dropped = true;
    if (/^\$IncludeConfig\s+(?!\/etc\/rsyslog\.d\/)/i.test(line.text) || /^include\s*\(/i.test(line.text))
      unread.push(`${place} takes in files that were not read`);
    depth += count(line.text, "{") - count(line.text, "}");
  }
  return { forwards, unread };
}

/** A stop for records of other facilities leaves those of logins alone. */
function isHarmlessStop(text: string): boolean {
  const selected = new RegExp(String.raw`^(${selector})\s+(?:stop|~)\s*$`, "i").exec(text)?.[1];
  return selected !== undefined && !records.some(([facility, level]) => selects(selected, facility, level));
}

const count = (text: string, sign: string) => text.split(sign).length - 1;

/** Parameters of an action, which may go on over several lines, by their lower-cased names. */
function parametersOf(texts: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const text of texts.slice(0, 40)) {
    for (const [, name = "", value = ""] of text.matchAll(/([\w.]+)\s*=\s*"([^"]*)"/g))
      if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), value);
    if (text.includes(")")) break;
  }
  return found;
}
