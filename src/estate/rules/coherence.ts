import { keySpanAt, type Placed, pathText, plain, spanAt, valueAt } from "../reading/placed.ts";
import { type Flaw, placeOf, type Span } from "../reading/source.ts";
import { policySchema } from "../schema.ts";
import { normalisedUrl } from "../subjects.ts";
import { withoutHttp } from "../without-http.ts";
import { mapsAt, textsAt } from "./references.ts";

type Rule = (root: Placed) => readonly Flaw[];

const realDays: Rule = (root) =>
  [
    "systems.*.decommissioned",
    "people.*.left",
    "roster.reviewed",
    "accessApprovals.*.until",
    "flows.*.until",
    "exceptions.*.until",
    "attestations.*.on",
    "attestations.*.until",
  ]
    .flatMap((pattern) => textsAt(root, pattern))
    .filter(({ text }) => looksLikeDay(text) && !isRealDay(text))
    .map(({ path, text, span }) => ({ span, message: `\`${pathText(path)}\`: the calendar has no day ${text}` }));

function looksLikeDay(text: unknown): text is string {
  return typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function isRealDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const untilAfterOn: Rule = (root) =>
  mapsAt(root, "attestations.*")
    .filter(({ values: { on, until } }) => looksLikeDay(on) && looksLikeDay(until) && until <= on)
    .map(({ path, values }) => ({
      span: spanAt(root, [...path, "until"]),
      message: `\`${pathText([...path, "until"])}\` must be after the day it was given: until ${values["until"]}, on ${values["on"]}`,
    }));

const dayMs = 86_400_000;

/** A word that counts for ever is asked for once and never looked at again. */
const attestedNotTooLong: Rule = (root) => {
  const declared = valueAt(root, ["policy"]);
  const policy = policySchema.safeParse(declared && plain(declared));
  if (!policy.success) return [];
  const most = policy.data.attestationMaxDays;
  return mapsAt(root, "attestations.*").flatMap(({ path, values: { on, until } }): Flaw[] => {
    if (!looksLikeDay(on) || !looksLikeDay(until)) return [];
    const days = (Date.parse(until) - Date.parse(on)) / dayMs;
    if (!(days > most)) return [];
    const message = `\`${pathText([...path, "until"])}\` is ${days} days after the day it was given; the policy's \`attestationMaxDays\` allows ${most}`;
    const suggestion = new Date(Date.parse(on) + most * dayMs).toISOString().slice(0, 10);
    return [{ span: spanAt(root, [...path, "until"]), message, suggestion: `until: ${suggestion}` }];
  });
};

const sshNeedsAddress: Rule = (root) =>
  mapsAt(root, "hosts.*")
    .filter(({ values }) => values["transport"] === "ssh" && values["address"] === undefined)
    .map(({ path }) => ({
      span: spanAt(root, [...path, "transport"]),
      message: `\`${pathText(path)}\` has the transport ssh and lacks the key \`address\`: a host name or an IP address`,
    }));

const insideNeedsContainer: Rule = (root) =>
  mapsAt(root, "hosts.*")
    .filter(({ values }) => values["transport"] === "container")
    .flatMap(({ path, values }): Flaw[] => {
      const container = mapsAt(root, "containers.*").find((it) => it.path[1] === values["container"]);
      if (container !== undefined && container.values["engine"] !== undefined) return [];
      const lacking = container === undefined ? "lacks the key `container`" : "names a container without an `engine`";
      return [
        {
          span: spanAt(root, [...path, "transport"]),
          message: `\`${pathText(path)}\` has the transport container and ${lacking}`,
        },
      ];
    });

/** A way to a host leads over hosts with the transport ssh, and ends. */
const jumpsArrive: Rule = (root) => {
  const hosts = new Map(mapsAt(root, "hosts.*").map(({ path, values }) => [String(path[1]), values]));
  return [...hosts].flatMap(([name, { jump, configuration }]): Flaw[] => {
    if (typeof jump !== "string") return [];
    const path = ["hosts", name, "jump"];
    const flaw = (message: string) => [{ span: spanAt(root, path), message: `\`${pathText(path)}\` ${message}` }];
    if (configuration !== undefined)
      return flaw("can't be told beside `configuration`: write ProxyJump into that file, or leave it out");
    const over = hosts.get(jump);
    if (over !== undefined && over["transport"] !== "ssh")
      return flaw(`leads over \`${jump}\`, which lacks the transport ssh`);
    const way = new Set([name]);
    for (let next: unknown = jump; typeof next === "string"; next = hosts.get(next)?.["jump"]) {
      if (way.has(next)) return flaw(`never arrives: ${[...way, next].join(" → ")}`);
      way.add(next);
    }
    return [];
  });
};

const leftMeansLeft: Rule = (root) =>
  mapsAt(root, "people.*")
    .filter(({ values }) => values["left"] !== undefined && values["status"] !== "left")
    .map(({ path }) => ({
      span: spanAt(root, [...path, "left"]),
      message: `\`${pathText(path)}\` has a day of leaving, but its status isn't left`,
      suggestion: "status: left",
    }));

/** What can be declared only once, because its identity outside the estate file is this value. */
const identities: readonly (readonly [pattern: string, noun: string, identity: (text: string) => string])[] = [
  ["endpoints.*.url", "endpoint", normalisedUrl],
  ["images.*.reference", "image", String],
  ["dockerfiles.*.path", "Dockerfile", String],
  ["composeFiles.*.path", "compose file", String],
];

const declaredOnce: Rule = (root) =>
  identities.flatMap(([pattern, noun, identity]) => {
    const first = new Map<string, { span: Span; name: string }>();
    return textsAt(root, pattern).flatMap(({ path, text, span }) => {
      const before = first.get(identity(text));
      const name = String(path[1]);
      if (before === undefined) {
        first.set(identity(text), { span, name });
        return [];
      }
      const { file, line } = placeOf(before.span);
      const message = `\`${pathText(path)}\` is the same ${noun} as \`${before.name}\` (${file}, line ${line})`;
      return [{ span, message }];
    });
  });

const approvedForSomeone: Rule = (root) =>
  mapsAt(root, "flows.*")
    .filter(({ values: { approvedBy, because } }) => approvedBy !== undefined && because === undefined)
    .map(({ path }) => ({
      span: keySpanAt(root, [...path, "approvedBy"]) ?? spanAt(root, path),
      message: `\`${pathText(path)}\` is approved and lacks the key \`because\`: an approval says why`,
    }));

/** Where a system lists its subjects, by their kind. */
const listOf: Readonly<Record<string, string>> = {
  endpoint: "endpoints",
  host: "hosts",
  image: "images",
  dockerfile: "dockerfiles",
  "compose-file": "composeFiles",
  container: "containers",
  database: "databases",
};

/** What a system lists, it has: it can't be said in the same breath that it has none. */
const excludedIsAbsent: Rule = (root) =>
  mapsAt(root, "systems.*").flatMap(({ path, values }) => {
    const excluded: readonly unknown[] = Array.isArray(values["notApplicable"]) ? values["notApplicable"] : [];
    return excluded.flatMap((it, index): Flaw[] => {
      const kind = (it as { readonly subject?: unknown } | null)?.subject;
      const key = typeof kind === "string" ? listOf[kind] : undefined;
      const listed = key === undefined ? undefined : values[key];
      if (!Array.isArray(listed) || listed.length === 0) return [];
      const at = [...path, "notApplicable", index, "subject"];
      const message = `\`${pathText(at)}\` says that the system has no ${kind}, but it lists ${key}: ${listed.join(", ")}`;
      return [{ span: spanAt(root, at), message }];
    });
  });

const startTlsProtocol: Rule = (root) =>
  mapsAt(root, "endpoints.*").flatMap(({ path, values: { url, startTls } }): Flaw[] => {
    const scheme = typeof url === "string" && startTls !== undefined ? /^[a-z0-9]+(?=:)/i.exec(url)?.[0] : undefined;
    if (scheme === undefined || /^(?:tls|https)$/i.test(scheme)) return [];
    const why = /^http$/i.test(scheme) ? "that is HTTP without TLS" : "there TLS is spoken from the first byte";
    const message = `\`${pathText([...path, "startTls"])}\` doesn't go with ${scheme}://: ${why}`;
    return [{ span: spanAt(root, [...path, "startTls"]), message, suggestion: "tls:// with the port in the URL" }];
  });

/** What only says something of pages and requests. */
const httpKeys = ["plain", "confidential", "methods", "paths", "downloads", "origin", "seenFromOutside", "firewall"];

const httpKeysNeedHttp: Rule = (root) =>
  mapsAt(root, "endpoints.*").flatMap(({ path, values }) => {
    const { url, startTls } = values;
    if (typeof url !== "string") return [];
    const because = withoutHttp({ url, startTls: startTls as undefined });
    if (because === undefined) return [];
    return httpKeys
      .filter((key) => values[key] !== undefined)
      .map((key) => ({
        span: keySpanAt(root, [...path, key]) ?? spanAt(root, path),
        message: `\`${pathText([...path, key])}\` is about HTTP, but ${because}`,
      }));
  });

const rules: readonly Rule[] = [
  realDays,
  untilAfterOn,
  attestedNotTooLong,
  sshNeedsAddress,
  insideNeedsContainer,
  jumpsArrive,
  leftMeansLeft,
  declaredOnce,
  approvedForSomeone,
  excludedIsAbsent,
  startTlsProtocol,
  httpKeysNeedHttp,
];

/** Declarations that contradict each other, or lack what another one of theirs asks for. */
export function incoherences(root: Placed): readonly Flaw[] {
  return rules.flatMap((rule) => rule(root));
}
