import { type ContentProof, type Format, plainWith } from "./content-proof.ts";
import { hasMembers, jsonStart } from "./json-start.ts";

const kind = "status-page";
const object =
  (says: string, ...members: readonly string[]): Format =>
  ({ text }) =>
    hasMembers(text, ...members) ? `Spring Boot ${says}` : undefined;

const links: Format = ({ text }) =>
  jsonStart(text)?.get("_links")?.kind === "object" && /"_links"\s*:\s*\{\s*"self"\s*:[\s\S]*actuator/.test(text)
    ? "Spring Boot actuator: its links"
    : undefined;
const heap: Format = ({ bytes }) =>
  /^JAVA PROFILE 1\.0(?:\.\d)?\0/.test(bytes.subarray(0, 20).toString("latin1")) || isPackedHeap(bytes)
    ? "Java heap dump: JAVA PROFILE"
    : undefined;
/** Spring Boot 1 sends it as a gzip member. */
const isPackedHeap = (bytes: Buffer) => bytes.subarray(0, 3).equals(Buffer.from([0x1f, 0x8b, 8]));

const environment: Format = ({ text }) =>
  jsonStart(text)?.get("propertySources")?.kind === "array" ? "Spring Boot environment: property sources" : undefined;
const formerEnvironment: Format = ({ text }) =>
  jsonStart(text)?.get("profiles")?.kind === "array" && /"system(?:Properties|Environment)"\s*:\s*\{/.test(text)
    ? "Spring Boot environment: system properties"
    : undefined;
const threads: Format = ({ text }) =>
  (jsonStart(text)?.get("threads")?.kind === "array" || /^\s*\[\s*\{/.test(text)) &&
  /"threadName"\s*:\s*"/.test(text) &&
  /"threadState"\s*:\s*"/.test(text)
    ? "Spring Boot threads: names and states"
    : undefined;
const former =
  (says: string, first: RegExp, second: RegExp): Format =>
  (it) =>
    /^\s*[{[]/.test(it.text) && first.test(it.text) && second.test(it.text) ? `Spring Boot ${says}` : undefined;

interface Endpoint {
  readonly name: string;
  readonly prove: Format;
  readonly rest?: Partial<ContentProof>;
}
const firstBytes = 64;
const found = [
  "actuator",
  "actuator-env",
  "actuator-mappings",
  "actuator-heapdump",
  "actuator-beans",
  "actuator-health",
];
const formerFound = ["actuator-v1-env", "actuator-v1-mappings", "actuator-v1-trace"];

/** Looked for everywhere: each could be there although the list of links is switched off. */
const first: readonly Endpoint[] = [
  { name: "env", prove: environment, rest: { underBase: true } },
  { name: "heapdump", prove: heap, rest: { firstBytes, underBase: true } },
  { name: "mappings", prove: object("mappings: contexts", "contexts") },
  { name: "beans", prove: object("beans: contexts", "contexts") },
  {
    // Its status alone is meant for load balancers; the parts are not.
    name: "health",
    prove: ({ text }) =>
      hasMembers(text, "status", "components") || hasMembers(text, "status", "details")
        ? "Spring Boot health: its parts"
        : undefined,
  },
];
const further: readonly Endpoint[] = [
  { name: "configprops", prove: object("configuration: contexts", "contexts") },
  { name: "loggers", prove: object("loggers: levels", "levels", "loggers") },
  { name: "threaddump", prove: threads },
  { name: "auditevents", prove: object("audit: events", "events") },
  { name: "httptrace", prove: object("traces of requests", "traces") },
  { name: "httpexchanges", prove: object("exchanges of requests", "exchanges") },
  { name: "scheduledtasks", prove: object("tasks: cron", "cron") },
  { name: "conditions", prove: object("conditions: contexts", "contexts") },
  { name: "metrics", prove: object("metrics: names", "names") },
  { name: "sessions", prove: object("sessions", "sessions") },
  { name: "caches", prove: object("caches: managers", "cacheManagers") },
  {
    name: "logfile",
    prove: plainWith(
      "Spring Boot log: times and levels",
      /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.*\b(?:INFO|WARN|ERROR|DEBUG)\b/m,
    ),
    rest: { firstBytes: 1024 },
  },
  { name: "jolokia", prove: object("Jolokia: agent", "request", "value") },
  {
    name: "prometheus",
    prove: plainWith(
      "Prometheus metrics of the JVM",
      /^# (?:TYPE|HELP) (?:jvm|process|system|application|http_server)_/m,
    ),
  },
];

const endpoint = ({ name, prove, rest }: Endpoint): ContentProof => ({
  ...{ id: `actuator-${name}`, kind, path: `/actuator/${name}`, prove },
  ...rest,
});

/** Endpoints of Spring Boot's actuator, version 2 and later under `/actuator`, version 1 without prefix. */
export const actuator: readonly ContentProof[] = [
  { id: "actuator", kind, path: "/actuator", underBase: true, prove: links },
  ...first.map(endpoint),
  ...further.map((it) => ({ ...endpoint(it), after: found })),
  { id: "actuator-v1-env", kind, path: "/env", prove: formerEnvironment },
  {
    id: "actuator-v1-mappings",
    kind,
    path: "/mappings",
    prove: former("mappings: beans and methods", /"bean"\s*:\s*"/, /"method"\s*:\s*"|HandlerMapping/),
  },
  {
    id: "actuator-v1-trace",
    kind,
    path: "/trace",
    prove: former("traces of requests", /"timestamp"\s*:\s*\d+/, /"headers"\s*:\s*\{/),
  },
  { id: "actuator-v1-heapdump", kind, path: "/heapdump", firstBytes, after: formerFound, prove: heap },
  { id: "actuator-v1-dump", kind, path: "/dump", after: formerFound, prove: threads },
  {
    id: "actuator-v1-beans",
    kind,
    path: "/beans",
    after: formerFound,
    prove: former("beans: scopes and types", /"scope"\s*:\s*"/, /"beans"\s*:\s*\[/),
  },
  {
    id: "actuator-v1-configprops",
    kind,
    path: "/configprops",
    after: formerFound,
    prove: former("configuration: prefixes and properties", /"prefix"\s*:\s*"/, /"properties"\s*:\s*\{/),
  },
];
