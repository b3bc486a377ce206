import { bothIn, type ContentProof } from "./content-proof.ts";

const kind = "status-page";
const phpInfo = bothIn(
  /<title>(?:PHP [\d.]+[^<]* - )?phpinfo\(\)<\/title>/,
  /PHP Version/,
  "phpinfo: title and version row",
);
const stubStatus: ContentProof["prove"] = ({ text }) =>
  /^Active connections: \d+ *\nserver accepts handled requests\n/.test(text)
    ? "nginx stub_status: its counters"
    : undefined;
const actuator = /"_links"\s*:\s*\{\s*"self"\s*:[\s\S]*actuator/;

/** Pages that tell outsiders about the inside of a server. */
export const statusPages: readonly ContentProof[] = [
  { id: "phpinfo", kind, path: "/phpinfo.php", prove: phpInfo },
  { id: "php-info", kind, path: "/info.php", prove: phpInfo },
  {
    id: "apache-status",
    kind,
    path: "/server-status",
    prove: bothIn(
      /<title>Apache Status<\/title>/,
      /Server Version: |Apache Server Status for/,
      "Apache status: title and version row",
    ),
  },
  {
    id: "apache-info",
    kind,
    path: "/server-info",
    prove: bothIn(
      /<title>Server Information<\/title>/,
      /Apache Server Information/,
      "Apache information: title and heading",
    ),
  },
  { id: "nginx-status", kind, path: "/nginx_status", prove: stubStatus },
  { id: "nginx-stub-status", kind, path: "/stub_status", prove: stubStatus },
  {
    id: "actuator",
    kind,
    path: "/actuator",
    prove: ({ text }) => (actuator.test(text) ? "Spring Boot actuator: its links" : undefined),
  },
  {
    id: "actuator-env",
    kind,
    path: "/actuator/env",
    prove: bothIn(
      /"activeProfiles"\s*:\s*\[/,
      /"propertySources"\s*:\s*\[/,
      "Spring Boot environment: property sources",
    ),
  },
  {
    id: "go-pprof",
    kind,
    path: "/debug/pprof/",
    prove: bothIn(/<title>\/debug\/pprof\/<\/title>/, /goroutine/, "Go profiles: title and goroutine row"),
  },
];
