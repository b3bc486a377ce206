import { atPaths, bothIn, type ContentProof, type Format, plainWith } from "./content-proof.ts";
import { hasMembers } from "./json-start.ts";

const kind = "status-page";
const page = (id: string, path: string, prove: Format): ContentProof => ({ id, kind, path, prove });

const counters: Format = ({ text }) =>
  /^Active connections: \d+ *\nserver accepts handled requests\n/.test(text)
    ? "nginx stub_status: its counters"
    : undefined;
const stubStatus = (id: string, path: string) => page(id, path, counters);

const metrics = plainWith(
  "Prometheus metrics: type lines and samples",
  /^# (?:TYPE \S+ (?:counter|gauge|histogram|summary|untyped)|HELP \S+)/m,
  /^[a-zA-Z_:][\w:]*(?:\{[^}\n]*\})? [-+\d.eEINFNa]+(?: \d+)?\r?$/m,
);

/** Pages that tell outsiders about the inside of a server. */
export const statusPages: readonly ContentProof[] = [
  page(
    "apache-status",
    "/server-status",
    bothIn(
      /<title>Apache Status<\/title>/,
      /Server Version: |Apache Server Status for/,
      "Apache status: title and version row",
    ),
  ),
  page(
    "apache-info",
    "/server-info",
    bothIn(/<title>Server Information<\/title>/, /Apache Server Information/, "Apache information: title and heading"),
  ),
  stubStatus("nginx-status", "/nginx_status"),
  stubStatus("nginx-stub-status", "/stub_status"),
  stubStatus("nginx-basic-status", "/basic_status"),
  ...atPaths("php-fpm-status", ["/status", "/fpm-status"], {
    kind,
    prove: plainWith("PHP-FPM status: pool and process manager", /^pool:\s+\S+/m, /^process manager:\s+\S+/m),
  }),
  page(
    "haproxy-statistics",
    "/haproxy?stats",
    bothIn(/<title>Statistics Report for HAProxy/, /HAProxy version/, "HAProxy statistics: title and version"),
  ),
  { id: "metrics", kind, path: "/metrics", prove: metrics },
  page("go-variables", "/debug/vars", ({ text }) =>
    hasMembers(text, "cmdline") && /"memstats"\s*:\s*\{|"cmdline"\s*:\s*\[/.test(text)
      ? "Go variables: cmdline and memstats"
      : undefined,
  ),
  page(
    "go-pprof",
    "/debug/pprof/",
    bothIn(/<title>\/debug\/pprof\/<\/title>/, /goroutine/, "Go profiles: title and goroutine row"),
  ),
  page(
    "aspnet-trace",
    "/trace.axd",
    bothIn(
      /<title>[^<]*Trace|Application Trace/,
      /Requests to this Application/i,
      "ASP.NET trace: its list of requests",
    ),
  ),
  page("aspnet-elmah", "/elmah.axd", bothIn(/Error Log for/, /elmah/i, "ELMAH: its list of errors")),
];
