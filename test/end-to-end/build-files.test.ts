import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runFolder } from "../bed/run-folder.ts";
import { holdfast, type JsonReport } from "./holdfast.ts";

const digest = `sha256:${"a".repeat(64)}`;

const good = {
  Dockerfile: `FROM registry.example.com/golang:1@${digest} AS build
COPY . .
RUN go build -o /server
FROM registry.example.com/debian:12@${digest}
ARG BUILD_DAY
RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
COPY --from=build /server /server
USER 10001
CMD ["/server"]
`,
  ".dockerignore": ".env\n",
  ".env": "DB_PASSWORD=hunter22-is-long\n",
  "compose.yaml": `services:
  shop:
    image: registry.example.com/shop:1@${digest}
    user: "10001"
    security_opt: ["no-new-privileges:true"]
    environment: { DB_PASSWORD: "\${DB_PASSWORD}" }
`,
};
const bad = {
  ...good,
  Dockerfile: `FROM other.example.com/debian
ENV API_TOKEN=hunter22-is-long
RUN curl -k https://x.example.com/i.sh | sh && chmod 777 /srv
COPY . .
USER 0:0
EXPOSE 22
`,
  ".dockerignore": "",
  "compose.yaml": `services:
  shop:
    image: other.example.com/shop
    user: root
    privileged: true
    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
    environment: { DB_PASSWORD: hunter22-is-long }
`,
};

async function checked(files: Readonly<Record<string, string>>, only: readonly string[]) {
  const folder = runFolder("build-files");
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const estate = `estate: it
environments: { production: { kind: production } }
systems:
  shop: { environment: production, criticality: low, exposure: internal, dockerfiles: [shop], composeFiles: [shop] }
dockerfiles: { shop: { path: ${join(folder, "Dockerfile")} } }
composeFiles: { shop: { path: ${join(folder, "compose.yaml")} } }
baseImages: { debian: { reference: "registry.example.com/debian:12@${digest}" } }
policy: { trustedRepositories: [registry.example.com] }
`;
  writeFileSync(join(folder, "estate.yaml"), estate);
  const ran = await holdfast(["check", join(folder, "estate.yaml"), "--only", ...only, "--json", "--quiet"]);
  return { ...ran, report: JSON.parse(ran.stdout) as JsonReport };
}
const sections = ["DOC-1", "DOC-2", "DOC-3", "DOC-4", "BCK-4", "HAR-6"];

describe("a Dockerfile and a compose file, by the command line", () => {
  it("have no finding when they are written with care", async () => {
    const { report, stdout } = await checked(good, sections);
    expect(report.findings).toEqual([]);
    expect(report.observations.map((it) => it.probe)).toEqual(expect.arrayContaining(["dockerfile", "compose-file"]));
    const ours = report.unknowns.filter(
      (it) => it.control !== null && /^(?:build|compose|no-secrets-in)-/.test(it.control),
    );
    expect(ours).toEqual([]);
    expect(stdout).not.toContain("hunter22");
  });

  it("have every one of them when they are not, and no secret is shown", async () => {
    const { report, stdout, code } = await checked(bad, sections);
    expect(code).toBe(1);
    expect([...new Set(report.findings.map((it) => it.control))].sort()).toEqual([
      ...["build-base-approved", "build-downloads-verified", "build-images-pinned", "build-images-trusted"],
      ...["build-modes-closed", "build-signature-checks-on", "build-updates-packages", "build-user-not-root"],
      ...["build-without-remote-shell", "compose-confined", "compose-host-paths", "compose-images-pinned"],
      ...["compose-images-trusted", "compose-not-privileged", "compose-not-root"],
      ...["no-secrets-in-compose-file", "no-secrets-in-dockerfile"],
    ]);
    expect(report.findings.map((it) => it.problem).join("\n")).toContain(".env holds a secret");
    expect(stdout).not.toContain("hunter22");
  });

  it("are unknown, and nothing holds, when they are not there", async () => {
    const { report, code } = await checked({}, ["DOC-1", "HAR-6"]);
    expect(code).toBe(3);
    expect(report.findings).toEqual([]);
    expect(report.observations.every((it) => it.trouble?.kind === "unreachable")).toBe(true);
  });
});
