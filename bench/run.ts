import { parseArgs } from "node:util";
import { benchDockerfiles } from "./dockerfiles/bench.ts";
import { benchHosts } from "./hosts/bench.ts";
import { benchMany } from "./hosts/many.ts";
import { benchTwins } from "./hosts/twins.ts";
import { benchImages } from "./images/bench.ts";
import { benchTls } from "./tls/bench.ts";

const usage = `npm run bench -- tls [--runs N] [--target ID]... [--json FILE] [--without TOOL]... [--sslyze PATH] [--ports N] [--delay MS]

  --runs N        runs of each program whose median counts (7); testssl.sh runs once, it takes minutes
  --target ID     measures on modern or legacy only
  --json FILE     writes all figures to FILE, too
  --without TOOL  leaves out sslscan, nmap, testssl, sslyze or many (the run on many endpoints)
  --sslyze PATH   sslyze's program, where it is not in PATH
  --ports N       endpoints of the run on many (200)
  --delay MS      latency that is added there (50)

npm run bench -- hosts [--runs N] [--side N] [--twins]

  --side N        hosts that are looked at side by side (16)
  --twins         measures lynis, oscap, ssh-audit and systemd-analyze on a badly run host and its well-run twin, too

npm run bench -- hosts many [--hosts N]

  --hosts N       hosts of one estate, whose answers are recorded (500)

npm run bench -- dockerfiles [--runs N] [--count N] [--trivy PATH]

  --count N       Dockerfiles that are looked at (400)
  --trivy PATH    Trivy's program, to measure it once on the same files

npm run bench -- images [--runs N] [--without TOOL]...

  --without TOOL  leaves out trivy (which takes minutes), snyk or syft
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "7" },
    target: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
    without: { type: "string", multiple: true, default: [] },
    sslyze: { type: "string" },
    ports: { type: "string", default: "200" },
    delay: { type: "string", default: "50" },
    count: { type: "string", default: "400" },
    trivy: { type: "string" },
    side: { type: "string", default: "16" },
    hosts: { type: "string", default: "500" },
    twins: { type: "boolean", default: false },
  },
});

const runs = Math.max(1, Number(values.runs));
if (positionals.length === 1 && positionals[0] === "dockerfiles") {
  const count = Math.max(1, Number(values.count));
  await benchDockerfiles({ runs, count, ...(values.trivy !== undefined && { trivy: values.trivy }) });
} else if (positionals.length === 1 && positionals[0] === "images") {
  await benchImages({ runs, without: values.without });
} else if (positionals.length === 1 && positionals[0] === "hosts") {
  await benchHosts({ runs, side: Math.max(1, Number(values.side)) });
  if (values.twins) await benchTwins();
} else if (positionals.join(" ") === "hosts many") {
  await benchMany(Math.max(1, Number(values.hosts)));
} else if (positionals.length === 1 && positionals[0] === "tls") {
  await benchTls({
    runs,
    targets: (["modern", "legacy"] as const).filter((it) => values.target.length === 0 || values.target.includes(it)),
    without: values.without,
    ports: Number(values.ports),
    delayMs: Number(values.delay),
    ...(values.json !== undefined && { json: values.json }),
    ...(values.sslyze !== undefined && { sslyze: values.sslyze }),
  });
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
