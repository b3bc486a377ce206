import type { EvidenceReference, Finding } from "../src/assessment/assessment.ts";
import type { SubjectId } from "../src/estate/subject.ts";
import type { FactKind } from "../src/probes/fact-kinds.ts";
import type { Product } from "../src/probes/product.ts";
import type { RequirementId } from "../src/standard/requirement.ts";
import type { Severity } from "../src/verdict/severity.ts";

const esc = "\u001b";

/** What a hostile server or host could make us repeat; no report may let any of it act. */
export const hostile = {
  script: "<script>alert(1)</script>",
  image: `"><img src=x onerror='alert(2)'>`,
  cdata: "]]><failure/>&amp;",
  formula: "=cmd|' /C calc'!A0",
  terminal: `${esc}[2J${esc}]0;owned\u0007\u009b31m${esc}[8mhidden\r\b`,
  bidi: "\u202egnp.exe\u2066",
  markdown: "|`x`| [click](javascript:alert(3)) **bold** ~~gone~~ @everyone ```\n# heading",
} as const;

const shop = "endpoint:https://shop.example.com/" as SubjectId;
const intranet = "endpoint:https://intranet.example.com:8443/" as SubjectId;
const web1 = "host:web1" as SubjectId;

/** Evidence as a probe tells it; `seed` makes the SHA-256 differ. */
export function sampleEvidence(
  fact: FactKind,
  probe: string,
  requests: readonly (readonly [string, number | null, number])[],
  vantage = "local",
): EvidenceReference {
  const provenance = requests.map(([request, status, bytes], index) => {
    return { request, status, bytes, sha256: (bytes * 7919 + index).toString(16).padStart(8, "0").repeat(8) };
  });
  return { fact, probe, vantage, at: "2026-11-20T09:14:58.120Z", provenance };
}

interface Draft {
  readonly control: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly aspect: string;
  readonly subject: SubjectId;
  readonly systems: readonly string[];
  readonly severity: Severity;
  readonly problem: string;
  readonly evidence: readonly EvidenceReference[];
  readonly remedy: readonly (readonly [Product, string])[];
  readonly deadline?: string;
  readonly level?: Finding["level"];
  readonly exception?: Finding["exception"];
}

function finding(draft: Draft, index: number): Finding {
  const { remedy, level = "MUST", deadline, exception, ...rest } = draft;
  return {
    id: `${draft.control}/${draft.subject}/${index}`,
    ...rest,
    level,
    remedy: remedy.map(([product, text]) => ({ product, text })),
    ...(deadline === undefined ? {} : { deadline }),
    ...(exception === undefined ? {} : { exception }),
  };
}

const week = "2026-11-27T09:15:00.000Z";
const answers = (headers = 412) => sampleEvidence("http-answers", "http", [["GET / HTTP/1.1", 200, headers]]);

/** Findings of every severity, with long texts, foreign text, a missing deadline and an exception among them. */
export const sampleFindings: readonly Finding[] = (
  [
    {
      control: "trace-refused",
      title: "TRACE and TRACK are refused",
      requirement: "HAR-10",
      aspect: "trace",
      subject: shop,
      systems: ["shop"],
      severity: "medium",
      problem: `TRACE answers 200 and echoes the request, with the marker header X-Holdfast-Marker: 4f2a91c07d in its body ${hostile.script}`,
      evidence: [
        sampleEvidence("http-methods", "http", [
          ["TRACE / HTTP/1.1", 200, 318],
          ["TRACK / HTTP/1.1", 405, 157],
        ]),
      ],
      remedy: [["apache", "TraceEnable off"]],
      deadline: week,
    },
    {
      control: "server-version-hidden",
      title: "No header, page or cookie names a product version",
      requirement: "HAR-11",
      aspect: "versions",
      subject: shop,
      systems: ["shop"],
      severity: "low",
      problem: `Server: nginx/1.22.1 ${hostile.terminal}${hostile.image} is sent on 6 of 6 answers`,
      evidence: [
        sampleEvidence("http-answers", "http", [
          ["GET / HTTP/1.1", 200, 615],
          ["GET /holdfast-9c1e77a2 HTTP/1.1", 404, 153],
          ["GET /%zz HTTP/9.9 (malformed)", 400, 157],
          ["OPTIONS / HTTP/1.1", 405, 157],
        ]),
      ],
      remedy: [
        ["nginx", "server_tokens off;\n# and for what an upstream sends:\nproxy_hide_header X-Powered-By;"],
        ["haproxy", "http-response del-header Server\nhttp-response del-header X-Powered-By"],
      ],
    },
    {
      control: "content-security-policy",
      title: "A content security policy restricts scripts, objects and base addresses",
      requirement: "HAR-4",
      aspect: "csp",
      subject: shop,
      systems: ["shop"],
      severity: "high",
      problem:
        "Content-Security-Policy: default-src *; script-src * 'unsafe-inline' 'unsafe-eval' https://cdn.example.com https://analytics.example.com https://a-very-long-host-name-without-any-place-to-break-it.static-content.eu-central.example.com allows any script, inline script and eval, and sets neither object-src 'none' nor base-uri 'none'",
      evidence: [answers()],
      remedy: [
        [
          "nginx",
          "add_header Content-Security-Policy \"default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'\" always;",
        ],
      ],
      deadline: week,
    },
    {
      control: "strict-transport-security",
      title: "HSTS lasts at least 126 days and covers subdomains",
      requirement: "HAR-4",
      aspect: "hsts",
      subject: intranet,
      systems: ["intranet"],
      severity: "medium",
      problem: "Strict-Transport-Security is missing from all 6 answers",
      evidence: [answers(388)],
      remedy: [
        ["nginx", 'add_header Strict-Transport-Security "max-age=31536000; includeSubDomains; preload" always;'],
        ["apache", 'Header always set Strict-Transport-Security "max-age=31536000; includeSubDomains; preload"'],
      ],
    },
    {
      control: "tls-protocols",
      title: "Only TLS 1.2 and TLS 1.3 are offered",
      requirement: "HAR-3",
      aspect: "protocols",
      subject: intranet,
      systems: ["intranet"],
      severity: "high",
      problem: "TLS 1.0 and TLS 1.1 are accepted (TLS_RSA_WITH_AES_128_CBC_SHA)",
      evidence: [
        sampleEvidence("tls-protocols", "tls", [
          ["ClientHello TLS 1.0", null, 3120],
          ["ClientHello TLS 1.1", null, 3124],
        ]),
      ],
      remedy: [["nginx", "ssl_protocols TLSv1.2 TLSv1.3;"]],
      deadline: "2026-12-20T09:15:00.000Z",
    },
    {
      control: "listeners-declared",
      title: "Every listening socket is declared as needed",
      requirement: "HAR-2",
      aspect: "listeners",
      subject: web1,
      systems: ["shop", "intranet"],
      severity: "high",
      problem:
        "rpcbind (pid 412, user _rpc) listens on 0.0.0.0:111 and [::]:111, and no listener of host web1 declares it",
      evidence: [sampleEvidence("host-listeners", "host-facts", [["cat /proc/net/tcp /proc/net/tcp6", 0, 4821]])],
      remedy: [["systemd", "systemctl disable --now rpcbind.socket rpcbind.service\nsystemctl mask rpcbind.socket"]],
      deadline: week,
    },
    {
      control: "kernel-hardening",
      title: "The kernel's own protections are switched on",
      requirement: "HAR-1",
      aspect: "kernel",
      subject: web1,
      systems: ["shop"],
      severity: "low",
      problem: "kernel.kptr_restrict is 0, kernel.dmesg_restrict is 0 and fs.suid_dumpable is 2",
      evidence: [sampleEvidence("host-sysctl", "host-facts", [["sysctl -a", 0, 40120]])],
      remedy: [
        [
          "linux",
          "cat > /etc/sysctl.d/60-hardening.conf <<'END'\nkernel.kptr_restrict = 2\nkernel.dmesg_restrict = 1\nfs.suid_dumpable = 0\nEND\nsysctl --system",
        ],
      ],
    },
    {
      control: "secrets-not-in-environment",
      title: "No process carries a secret in its environment",
      requirement: "BCK-4",
      aspect: "environment",
      subject: web1,
      systems: ["shop"],
      severity: "critical",
      problem: `DATABASE_PASSWORD of process shop-api (pid 2210) holds a secret (fingerprint 3f1c9b20a4d7e815) ${hostile.formula}`,
      evidence: [sampleEvidence("host-secrets", "host-facts", [["cat /proc/2210/environ", 0, 1893]])],
      remedy: [
        [
          "systemd",
          "LoadCredential=database-password:/etc/shop/database-password\n# and remove Environment=DATABASE_PASSWORD",
        ],
      ],
      deadline: "2026-11-23T22:59:59.000Z",
    },
    {
      control: "second-factor",
      title: "sshd demands two factors of everyone",
      requirement: "ADM-4",
      aspect: "sshd",
      subject: web1,
      systems: ["shop"],
      severity: "high",
      problem: "authenticationmethods is any, so a password alone lets root in from every address",
      evidence: [sampleEvidence("host-sshd", "host-facts", [["sshd -T", 0, 5210]])],
      remedy: [["openssh", "AuthenticationMethods publickey,keyboard-interactive:pam\nPermitRootLogin no"]],
      deadline: week,
    },
    {
      control: "no-admin-account",
      title: "No account is called admin",
      requirement: "ADM-2",
      aspect: "hosts",
      level: "SHOULD",
      subject: web1,
      systems: ["intranet"],
      severity: "info",
      problem: `The account ${hostile.bidi}admin may log in with /bin/bash ${hostile.markdown}`,
      evidence: [sampleEvidence("host-accounts", "host-facts", [["getent passwd", 0, 1530]])],
      remedy: [["linux", "usermod --login alice --home /home/alice --move-home admin"]],
    },
    {
      control: "security-updates",
      title: "No security update is pending",
      requirement: "MNT-1",
      aspect: "updates",
      subject: web1,
      systems: ["shop"],
      severity: "critical",
      problem:
        "3 security updates are pending: openssl 3.0.11-1 → 3.0.15-1, libexpat1 2.5.0-1 → 2.5.0-1+deb12u1, curl 7.88.1-10 → 7.88.1-10+deb12u8",
      evidence: [sampleEvidence("host-updates", "host-facts", [["apt-get --simulate upgrade", 0, 20233]])],
      remedy: [["debian", "apt-get update && apt-get upgrade"]],
      deadline: "2026-11-23T22:59:59.000Z",
    },
    {
      control: "no-version-control",
      title: "No version control folder is served",
      requirement: "SCN-4",
      aspect: "version-control",
      subject: shop,
      systems: ["shop"],
      severity: "high",
      problem: `/.git/HEAD answers 200 with the content of a Git repository: ref: refs/heads/main ${hostile.cdata}`,
      evidence: [sampleEvidence("http-content", "http", [["GET /.git/HEAD HTTP/1.1", 200, 21]], "internet")],
      remedy: [["nginx", "location ~ /\\.(?!well-known/) { return 404; }"]],
      deadline: week,
    },
    {
      control: "loopback-only",
      title: "Local listeners are bound to loopback",
      requirement: "HAR-7",
      aspect: "binding",
      subject: "host:wiki" as SubjectId,
      systems: ["intranet"],
      severity: "medium",
      problem: "redis-server listens on 0.0.0.0:6379, but its declared clients are local",
      evidence: [sampleEvidence("host-listeners", "host-facts", [["cat /proc/net/tcp", 0, 2210]])],
      remedy: [["redis", "bind 127.0.0.1 ::1"]],
      exception: {
        approvedBy: "alice",
        because: "The wiki moves to its new host in January; until then the firewall drops port 6379.",
        until: "2027-01-31",
      },
    },
  ] satisfies readonly Draft[]
).map(finding);
