import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { z } from "zod";
import { probeContext } from "../../../test/bed/observe.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { composeFileSchema } from "../../estate/schema.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { composeSecretsSchema, composeWorkloadsSchema } from "./facts.ts";
import probe from "./probe.ts";

type Files = Readonly<Record<string, string>>;

async function told(files: Files, declared: Partial<z.input<typeof composeFileSchema>> = {}) {
  const folder = runFolder("compose");
  const within = (path: string) => join(folder, path);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(within(name)), { recursive: true });
    writeFileSync(within(name), text);
  }
  const { overrides = [], environmentFile } = declared;
  const entry = composeFileSchema.parse({
    path: within(declared.path ?? Object.keys(files)[0] ?? ""),
    overrides: overrides.map(within),
    ...(environmentFile !== undefined && { environmentFile: within(environmentFile) }),
  });
  const subject = { id: "compose-file:it", kind: "compose-file", name: "it", systems: [], declared: entry } as const;
  return probe.observe(subject as never, probeContext());
}
async function workloads(files: Files, declared = {}): Promise<FactsOf<"compose-workloads">> {
  const [first] = await told(files, declared);
  if (first === undefined || !("facts" in first)) throw new Error(JSON.stringify(first));
  return composeWorkloadsSchema.parse(first.facts);
}
async function settings(service: string) {
  const facts = await workloads({
    "compose.yaml": `services:\n  a:\n    image: b\n${service.replace(/^/gm, "    ")}\n`,
  });
  return facts.workloads[0]?.settings;
}

describe("a compose service", () => {
  test.each([
    ["user: '1000:1000'", { user: "1000:1000" }],
    ["privileged: true", { privileged: true }],
    [
      "cap_add: [CAP_NET_ADMIN, sys_time]\ncap_drop: [ALL]",
      { capabilitiesAdded: ["NET_ADMIN", "SYS_TIME"], capabilitiesDropped: ["ALL"] },
    ],
    [
      "security_opt: ['no-new-privileges:true', 'seccomp=unconfined', 'apparmor:unconfined', 'label:disable']",
      { noNewPrivileges: true, seccomp: "unconfined", appArmor: "unconfined", seLinux: ["disable"] },
    ],
    [
      "network_mode: host\npid: host\nipc: host\nuts: host\nuserns_mode: host\ncgroup: host",
      { hostNamespaces: ["network", "pid", "ipc", "uts", "user", "cgroup"] },
    ],
    [
      "volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro', 'data:/data', './x:/x:rshared', '/only']",
      {
        mounts: [
          { type: "bind", source: "/var/run/docker.sock", readOnly: true },
          { type: "volume", source: "data" },
          { type: "bind", propagation: "rshared" },
          { type: "volume", target: "/only" },
        ],
      },
    ],
    [
      "volumes: [{type: bind, source: /etc, target: /e, read_only: true}]",
      { mounts: [{ type: "bind", source: "/etc", target: "/e", readOnly: true }] },
    ],
    [
      "ports: ['80', '8080:80', '127.0.0.1:90:91/udp', '[::1]:1:2', '3000-3001:4000-4001']",
      {
        ports: [
          { port: 80, protocol: "tcp" },
          { hostPort: 8080 },
          { hostAddress: "127.0.0.1", protocol: "udp" },
          { hostAddress: "::1" },
          { port: 4000, hostPort: 3000 },
          { port: 4001, hostPort: 3001 },
        ],
      },
    ],
    ["ports: [22:22]", { ports: [{ port: 22, hostPort: 22 }] }],
    [
      "ports: [{target: 80, published: '8080', host_ip: 127.0.0.1, protocol: tcp}]",
      { ports: [{ port: 80, hostPort: 8080, hostAddress: "127.0.0.1" }] },
    ],
    ["mem_limit: 512m\ncpus: 0.5\npids_limit: 100", { memoryBytes: 536_870_912, cpus: 0.5, pidsLimit: 100 }],
    [
      "deploy: {resources: {limits: {memory: 1gb, cpus: '2', pids: 7}}}",
      { memoryBytes: 1_073_741_824, cpus: 2, pidsLimit: 7 },
    ],
    ["healthcheck: {test: [NONE]}", { healthcheck: "none" }],
    [
      "healthcheck: {test: curl x}\nrestart: on-failure:5\nread_only: true",
      { healthcheck: "set", restart: "on-failure:5", readOnlyRoot: true },
    ],
    ["environment: [A=b, C]\nlabels: ['x=y']", { environment: ["A", "C"], labels: { x: "y" } }],
    ["environment: {A: b, C: }\ncommand: run --now", { environment: ["A", "C"], command: ["run", "--now"] }],
    [
      "devices: ['/dev/sda:/dev/sda', {source: /dev/mem, target: /dev/mem}]",
      { devices: ["/dev/sda:/dev/sda", "/dev/mem"] },
    ],
  ])("with %j is told", async (text, expected) => {
    expect(await settings(text)).toMatchObject(expected);
  });
});

describe("variables", () => {
  const image = async (text: string, files: Files = {}, declared = {}) => {
    const facts = await workloads({ "compose.yaml": `services:\n  a:\n    image: "${text}"\n`, ...files }, declared);
    return [facts.workloads[0]?.image?.written, facts.unseen.length] as const;
  };
  test.each([
    ["a:$T", "a:1"],
    [`a:\${T}`, "a:1"],
    [`a:\${U:-2}`, "a:2"],
    [`a:\${E:-2}`, "a:2"],
    [`a\${T:+-x}`, "a-x"],
    [`a:\${U:-\${T}}`, "a:1"],
    [`\${R:?needed}/a:\${T:?needed}`, "r.example.com/a:1"],
  ])("fill %s in as %s", async (text, expected) => {
    expect(await image(text, { ".env": "T=1\nE=\nexport R='r.example.com' # note\n" })).toEqual([expected, 0]);
  });
  it("come from the declared file instead", async () => {
    const files = { ".env": "T=1", "prod.env": "T=2" };
    expect(await image("a:$T", files, { environmentFile: "prod.env" })).toEqual(["a:2", 0]);
  });
  it("without a value leave a gap, and no image", async () => {
    expect(await image("a:$T")).toEqual([undefined, 1]);
    expect(await image(`a:\${T:?needed}`)).toEqual([undefined, 1]);
  });
  it("leave none where nothing that is judged depends on them", async () => {
    const facts = await workloads({
      "c.yaml": "services: {a: {image: b, environment: ['P=$P'], labels: {x: 'a$$b'}}}",
    });
    expect(facts.unseen).toEqual([]);
    expect(facts.workloads[0]?.settings.labels).toEqual({ x: "a$b" });
  });
});

describe("a project of several parts", () => {
  it("follows anchors, aliases and merge keys", async () => {
    const text = "x-a: &a {read_only: true, cap_drop: [ALL]}\nservices:\n  s: {<<: *a, image: b, read_only: false}\n";
    expect((await workloads({ "c.yaml": text })).workloads[0]?.settings).toMatchObject({
      readOnlyRoot: false,
      capabilitiesDropped: ["ALL"],
    });
  });

  it("merges overrides by the specification's rules", async () => {
    const facts = await workloads(
      {
        "a.yaml":
          "services: {s: {image: a, command: [x], cap_add: [A], ports: ['80:80'], volumes: ['/a:/x'], environment: {A: 1}, privileged: true, user: root}}",
        "b.yaml":
          "services: {s: {command: [y], cap_add: [B], ports: ['81:81'], volumes: ['/b:/x'], environment: [B=2], privileged: !reset null, devices: !override []}, t: {image: t}}",
      },
      { overrides: ["b.yaml"] },
    );
    expect(facts.workloads.map((it) => it.name)).toEqual(["s", "t"]);
    expect(facts.workloads[0]?.settings).toMatchObject({
      ...{ command: ["y"], capabilitiesAdded: ["A", "B"], privileged: false, user: "root", environment: ["A", "B"] },
      ...{ ports: [{ port: 80 }, { port: 81 }], mounts: [{ source: "/b" }] },
    });
  });

  it("takes away what a later file resets, and replaces what it overrides", async () => {
    const facts = await workloads(
      {
        "a.yaml": "services: {s: {image: a, cap_add: [A], ports: ['80:80'], devices: [/dev/sda]}}",
        "b.yaml": "services: {s: {cap_add: !reset [], ports: !override ['81:81'], devices: []}}",
      },
      { overrides: ["b.yaml"] },
    );
    expect(facts.workloads[0]?.settings).toMatchObject({
      ...{ capabilitiesAdded: [], ports: [{ port: 81 }], devices: ["/dev/sda"] },
    });
  });

  it("follows extends, in the same file and in others, and tells of circles", async () => {
    const facts = await workloads({
      "c.yaml":
        "services:\n  a: {extends: {service: base, file: sub/base.yaml}, image: x}\n  b: {extends: a}\n  c: {extends: c}\n  d: {extends: {service: gone}}",
      "sub/base.yaml": "services: {base: {extends: root, user: app}, root: {privileged: true, image: r}}",
    });
    expect(
      facts.workloads.slice(0, 2).map((it) => [it.image?.written, it.settings.privileged, it.settings.user]),
    ).toEqual([
      ["x", true, "app"],
      ["x", true, "app"],
    ]);
    expect(facts.unseen.map((it) => it.reason).join("\n")).toMatch(/extends itself[\s\S]*extends gone/);
  });

  it("follows include, and tells of what is not there or on the network", async () => {
    const facts = await workloads({
      "c.yaml": "include: [in/i.yaml, {path: gone.yaml}, 'https://x.example.com/r.git']\nservices: {a: {image: a}}",
      "in/i.yaml": "include: [../c.yaml]\nservices: {i: {image: '$T'}}",
      "in/.env": "T=it",
    });
    expect(facts.workloads.map((it) => it.image?.written).sort()).toEqual(["a", "it"]);
    expect(facts.unseen.length).toBeGreaterThanOrEqual(2);
  });
});

const pod = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  template:
    metadata: {labels: {app: shop}}
    spec:
      hostNetwork: true
      securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
      initContainers: [{name: init, image: i:1}]
      containers:
        - name: web
          image: registry.example.com/web:1
          securityContext: {runAsUser: 0, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}
          ports: [{containerPort: 80}, {containerPort: 81, hostPort: 8081}]
          resources: {limits: {memory: 1Gi, cpu: 500m}}
          livenessProbe: {}
          volumeMounts: [{name: sock, mountPath: /s, readOnly: true}, {name: tmp, mountPath: /tmp}]
      volumes: [{name: sock, hostPath: {path: /var/run/docker.sock}}, {name: tmp, emptyDir: {}}]
`;

describe("a Kubernetes manifest", () => {
  it("is told by its containers, with what their pod asks for", async () => {
    const facts = await workloads({ "k.yaml": pod });
    expect(facts).toMatchObject({ format: "kubernetes", unseen: [] });
    expect(facts.workloads.map((it) => it.name)).toEqual(["Deployment/shop/init", "Deployment/shop/web"]);
    expect(facts.workloads[0]?.settings).toMatchObject({
      user: "1000",
      nonRoot: true,
      seccomp: "default",
      hostNamespaces: ["network"],
    });
    expect(facts.workloads[1]?.settings).toMatchObject({
      ...{ user: "0", noNewPrivileges: true, readOnlyRoot: true, capabilitiesAdded: ["NET_BIND_SERVICE"] },
      ...{ memoryBytes: 2 ** 30, cpus: 0.5, healthcheck: "set", ports: [{ port: 81, hostPort: 8081 }] },
      mounts: [{ type: "bind", source: "/var/run/docker.sock", readOnly: true }, { type: "volume" }],
    });
  });

  it("may be of many documents, lists and kinds; unknown kinds leave a gap", async () => {
    const one = (kind: string, spec: string) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: n}\nspec: ${spec}\n`;
    const spec = "{containers: [{name: c, image: d}]}";
    const text = [
      one("Pod", spec),
      one("CronJob", `{jobTemplate: {spec: {template: {spec: ${spec}}}}}`),
      `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: l}, spec: ${spec}}\n`,
      one("Service", "{}"),
      one("Rollout", "{}"),
    ].join("---\n");
    const facts = await workloads({ "k.yaml": text });
    expect(facts.workloads.map((it) => it.name)).toEqual(["Pod/n/c", "CronJob/n/c", "Pod/l/c"]);
    expect(facts.unseen.map((it) => it.reason).join()).toMatch(/Rollout/);
  });
});

describe("what can't be read", () => {
  test.each([
    ["apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.name }}}\n", "unsupported"],
    ["a: [", "unparsable"],
    ["a: 1", "unparsable"],
    ["", "unparsable"],
    [
      `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij".replace(/./g, (it, i: number) => `${it}: &${it} [${`*${"abcdefghij"[i]},`.repeat(9)}]\n`)}services: {}`,
      "unparsable",
    ],
    ["a: &a [*a]\nservices: {}", "unparsable"],
    ["[".repeat(5000), "unparsable"],
  ])("%# is trouble", async (text, kind) => {
    expect(await told({ "c.yaml": text })).toMatchObject([{ trouble: { kind } }, { trouble: { kind } }]);
  });
  it("is a device, or a file that is not there", async () => {
    expect(await told({}, { path: "gone.yaml" })).toMatchObject([{ trouble: { kind: "unreachable" } }, {}]);
    const facts = await workloads({ "c.yaml": "services: {a: {image: b, extends: {service: x, file: /dev/zero}}}" });
    expect(facts.unseen.length).toBeGreaterThan(0);
  });
});

describe("secrets", () => {
  test.each([
    ["services: {a: {image: b, environment: {DB_PASSWORD: hunter22}}}", "environment", "DB_PASSWORD"],
    ["services: {a: {image: b, environment: [DB_PASSWORD=hunter22]}}", "environment", "DB_PASSWORD"],
    ["services: {a: {image: b, command: [run, --password, hunter22]}}", "argument", "password"],
    ["services: {a: {image: b, command: 'run --password=hunter22'}}", "argument", "password"],
    ["apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {key: aHVudGVyMjI=}", "file", "key"],
    [
      "apiVersion: v1\nkind: Pod\nmetadata: {name: s}\nspec: {containers: [{name: a, image: b, env: [{name: API_TOKEN, value: hunter22}]}]}",
      "environment",
      "API_TOKEN",
    ],
  ])("are found in %j, and are nowhere in the facts", async (text, where, name) => {
    const all = await told({ "c.yaml": text });
    const second = all[1];
    if (second === undefined || !("facts" in second)) throw new Error("no facts");
    expect(composeSecretsSchema.parse(second.facts).found).toMatchObject([{ where, name }]);
    expect(JSON.stringify(all)).not.toMatch(/hunter22|aHVudGVyMjI/);
  });
  it("are none where a variable or a file holds them", async () => {
    const text = `services: {a: {image: b, environment: {P_PASSWORD: '\${P}', Q_PASSWORD_FILE: /run/secrets/q, R_PASSWORD: }, secrets: [q]}}\nsecrets: {q: {file: ./q.txt}}`;
    const [, second] = await told({ "c.yaml": text });
    expect(second).toMatchObject({ facts: { found: [] } });
  });
});

test("garbage never throws", async () => {
  const seeds = [
    pod,
    "services:\n  a: &a\n    image: $X\n    ports: ['1:2']\n  b:\n    <<: *a\n    extends: a\n    volumes: ['/a:/b']\n",
  ];
  const pieces = [
    "{",
    "[",
    "- ",
    ": ",
    "*a",
    "&a ",
    "<<: ",
    `\${`,
    "\n",
    "\t",
    "!reset ",
    "|",
    "'",
    "\0",
    "---\n",
    "? ",
  ];
  const mutated = fc
    .tuple(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.nat(30), fc.constantFrom(...pieces)), { maxLength: 6 }),
    )
    .map(([text, edits]) =>
      edits.reduce(
        (it, [at, cut, put]) => it.slice(0, at % (it.length + 1)) + put + it.slice((at % (it.length + 1)) + cut),
        text,
      ),
    );
  const folder = runFolder("garbage");
  const path = join(folder, "c.yaml");
  const subject = {
    id: "compose-file:it",
    kind: "compose-file",
    name: "it",
    systems: [],
    declared: composeFileSchema.parse({ path }),
  };
  const context = probeContext();
  await fc.assert(
    fc.asyncProperty(mutated, async (text) => {
      writeFileSync(path, text);
      const [first, second] = await probe.observe(subject as never, context);
      if (first !== undefined && "facts" in first) composeWorkloadsSchema.parse(first.facts);
      if (second !== undefined && "facts" in second) composeSecretsSchema.parse(second.facts);
    }),
    { numRuns: 10_000 },
  );
}, 240_000);
