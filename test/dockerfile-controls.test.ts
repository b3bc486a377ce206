import { describe, expect, it, test } from "vitest";
import { controls } from "../src/controls/registry.ts";
import { resolvedDockerfile } from "../src/estate/resolved.ts";
import { estateSchema } from "../src/estate/schema.ts";
import { readBuild } from "../src/probes/dockerfile/build.ts";
import { writtenInstructions } from "../src/probes/dockerfile/written-instructions.ts";
import type { Outcome } from "../src/verdict/outcome.ts";
import { judgeCase } from "./control-cases.ts";
import { goodDockerfiles } from "./good-dockerfiles.ts";

const judging = controls.filter((it) => it.subject === "dockerfile" && it.observes.includes("dockerfile-build"));
const policy = { trustedRepositories: ["docker.io", "gcr.io", "registry.access.redhat.com"] };

/** What every control says of a Dockerfile. */
function judged(text: string, estate: object = {}): ReadonlyMap<string, Outcome> {
  const parsed = estateSchema.parse({ estate: "it", dockerfiles: { it: { path: "Dockerfile" } }, ...estate });
  const declared = parsed.dockerfiles["it"];
  if (declared === undefined) throw new Error("no Dockerfile");
  const facts = readBuild(writtenInstructions(text), resolvedDockerfile(parsed, declared));
  const observed = { "dockerfile-build": { facts } };
  return new Map(
    judging.map((it) => [it.id, judgeCase(it, { why: "", observed, policy, estate, expect: { outcome: "holds" } })]),
  );
}
const failing = (text: string) => [...judged(text)].filter(([, it]) => it.outcome === "fails").map(([id]) => id);

/** What the standard itself demands of every Dockerfile, however well it is written. */
const demanded = new Set(["build-images-pinned", "build-updates-packages"]);

describe("Dockerfiles in the manner of published ones", () => {
  test.each([...goodDockerfiles])("%s has no finding but what the standard demands", (name, text) => {
    const others = failing(text).filter((it) => !demanded.has(it));
    expect(others).toEqual(name === "debian-slim" ? ["build-user-not-root"] : []);
  });

  it("are found to update their packages where they do", () => {
    const updating = [...goodDockerfiles].filter(([, text]) => !failing(text).includes("build-updates-packages"));
    expect(updating.map(([name]) => name)).toEqual([
      ...["debian-slim", "go-service", "jenkins-agent", "node-service", "php-service"],
      ...["python-service", "rust-service", "ubi-service"],
    ]);
  });
});

/** One instruction that makes a good Dockerfile bad, and the control that finds it. */
const careless: readonly (readonly [string, string])[] = [
  ["USER root", "build-user-not-root"],
  ["USER 0", "build-user-not-root"],
  ["USER 0:0", "build-user-not-root"],
  ["USER root:root", "build-user-not-root"],
  ["COPY --from=other.example.com/tool /t /t", "build-images-trusted"],
  ["COPY --from=busybox /bin/sh /bin/sh", "build-images-pinned"],
  ["RUN --mount=type=bind,from=other.example.com/tool,target=/t /t/x", "build-images-trusted"],
  ["RUN curl https://x.example.com/i.sh | sh", "build-downloads-verified"],
  ["RUN curl -sSL https://x.example.com/i.sh | sudo -E bash -s -- --yes", "build-downloads-verified"],
  ["RUN wget -O- https://x.example.com/i.py | python3 -", "build-downloads-verified"],
  [
    'RUN eval "$(curl https://x.example.com/env)" && bash -c "$(curl -fsSL https://x.example.com/i)"',
    "build-downloads-verified",
  ],
  ["RUN wget https://x.example.com/i.sh && chmod +x i.sh && ./i.sh", "build-downloads-verified"],
  ["RUN <<EOF\nset -e\ncurl https://x.example.com/i.sh | sh\nEOF", "build-downloads-verified"],
  ["RUN if true; then (curl -k https://x.example.com -o /x); fi", "build-signature-checks-on"],
  ["RUN wget --no-check-certificate https://x.example.com/x", "build-signature-checks-on"],
  ["RUN pip3 install --trusted-host x.example.com a", "build-signature-checks-on"],
  ["RUN env PIP_TRUSTED_HOST=x.example.com pip install a", "build-signature-checks-on"],
  ["RUN apk add --allow-untrusted x.apk", "build-signature-checks-on"],
  ["RUN apt-get install -y --force-yes a", "build-signature-checks-on"],
  ["RUN dnf install -y --nogpgcheck a", "build-signature-checks-on"],
  ["RUN rpm -i --nosignature a.rpm", "build-signature-checks-on"],
  ["RUN npm config set strict-ssl false", "build-signature-checks-on"],
  ["RUN git config --global http.sslVerify false", "build-signature-checks-on"],
  ["RUN git -c http.sslVerify=false clone https://x.example.com/r", "build-signature-checks-on"],
  ["RUN yum-config-manager --setopt=sslverify=0 --save", "build-signature-checks-on"],
  ["ENV GIT_SSL_NO_VERIFY true", "build-signature-checks-on"],
  ["ENV PYTHONHTTPSVERIFY=0", "build-signature-checks-on"],
  ["RUN apk add sudo", "build-without-privilege-tools"],
  ["RUN echo 'a ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/a", "build-without-privilege-tools"],
  ["RUN sh -c 'chmod -R 0777 /app'", "build-modes-closed"],
  ["COPY --chmod=777 a /a", "build-modes-closed"],
  ["RUN find /app -type d | xargs chmod a+w", "build-modes-closed"],
  ["EXPOSE 80 22/tcp", "build-without-remote-shell"],
  ["RUN apk add --no-cache openssh", "build-without-remote-shell"],
  ["CMD service nginx start && /usr/sbin/sshd -D", "build-without-remote-shell"],
  ["ARG GITHUB_TOKEN", "no-secret-build-arguments"],
];

test.each(careless)("%j is found by %s", (instruction, control) => {
  const good = `FROM debian:12@sha256:${"a".repeat(64)}\nARG BUILD_DAY\nRUN apt-get update && apt-get -y upgrade\nUSER 10001\n`;
  expect(failing(good)).toEqual([]);
  expect(failing(`${good}${instruction}\n`)).toContain(control);
  // In a stage that nothing is taken from it is nobody's matter.
  expect(failing(`FROM debian:12@sha256:${"a".repeat(64)} AS left\n${instruction}\n${good}`)).toEqual([]);
});

test.each(careless)("%j is left to the builds that ONBUILD defers it to", (instruction) => {
  if (instruction.includes("<<")) return;
  const good = `FROM debian:12@sha256:${"a".repeat(64)}\nARG BUILD_DAY\nRUN apt-get update && apt-get -y upgrade\nUSER 10001\n`;
  expect(failing(`${good}ONBUILD ${instruction}\n`)).toEqual([]);
});
