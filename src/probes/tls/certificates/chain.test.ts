import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  authorityExtensions,
  chainFile,
  derOf,
  type Issued,
  issue,
  keys,
  makeAuthority,
  pemOf,
  serverExtensions,
} from "../../../../test/bed/authority.ts";
import { requireProgram, testbedHas } from "../../../../test/bed/program.ts";
import { anchorsOf } from "./anchors.ts";
import { type ReadCertificate, readCertificate } from "./certificate.ts";
import { judgeChain } from "./chain.ts";

const names = ["DNS:www.example.com"];
const now = () => new Date();

function read(it: Issued): ReadCertificate {
  const found = readCertificate(derOf(it));
  if (!found) throw new Error("not readable");
  return found;
}

function judge(roots: readonly Issued[], leaf: Issued, ...others: readonly Issued[]) {
  return judgeChain([read(leaf), ...others.map(read)], anchorsOf(roots.map(pemOf)), now());
}

/** What OpenSSL's own verification says. */
function opensslTrusts(roots: readonly Issued[], leaf: Issued, ...others: readonly Issued[]): boolean {
  const program = requireProgram("openssl") ?? "openssl";
  const more = others.length > 0 ? ["-untrusted", chainFile(...others)] : [];
  const from = ["-no-CApath", "-no-CAstore", "-CAfile", chainFile(...roots), "-purpose", "sslserver"];
  return spawnSync(program, ["verify", ...from, ...more, leaf.certificate]).status === 0;
}

describe.skipIf(!testbedHas("openssl"))("a chain", () => {
  let root: Issued;
  let otherRoot: Issued;
  let upper: Issued;
  let lower: Issued;
  let leaf: Issued;
  let stranger: Issued;

  beforeAll(() => {
    root = makeAuthority("Example Root");
    otherRoot = makeAuthority("Example Other Root");
    upper = makeAuthority("Example Upper", root);
    lower = makeAuthority("Example Lower", upper);
    leaf = issue({ name: "www.example.com", extensions: serverExtensions(names) }, lower);
    stranger = makeAuthority("Example Stranger", otherRoot);
  });

  test("sent as it should be is ordered and trusted", () => {
    const judged = judge([root], leaf, lower, upper);
    expect(judged).toMatchObject({ trusted: true, order: "ordered", rootSent: false });
    expect(judged.path.map((it) => it.facts.subject)).toEqual([
      "O=Example, CN=www.example.com",
      "O=Example, CN=Example Lower",
      "O=Example, CN=Example Upper",
      "O=Example, CN=Example Root",
    ]);
  });

  test("with its root is told so", () => {
    expect(judge([root], leaf, lower, upper, root)).toMatchObject({ trusted: true, order: "ordered", rootSent: true });
  });

  test("in the wrong order is trusted, but unordered", () => {
    expect(judge([root], leaf, upper, lower)).toMatchObject({ trusted: true, order: "unordered" });
    expect(judge([root], leaf, root, upper, lower)).toMatchObject({ trusted: true, order: "unordered" });
  });

  test("without an intermediate is incomplete", () => {
    const nothingFound = { trusted: false, order: "incomplete" };
    expect(judge([root], leaf)).toMatchObject({ ...nothingFound, trustError: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    expect(judge([root], leaf, lower)).toMatchObject({
      ...nothingFound,
      trustError: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    });
    expect(judge([root], leaf, upper)).toMatchObject(nothingFound);
  });

  test("with what doesn't belong to it, or twice the same, has superfluous ones", () => {
    expect(judge([root], leaf, lower, upper, stranger)).toMatchObject({ trusted: true, order: "superfluous" });
    expect(judge([root], leaf, lower, lower, upper)).toMatchObject({ trusted: true, order: "superfluous" });
  });

  test("up to a root that isn't trusted is not trusted, whole as it is", () => {
    expect(judge([otherRoot], leaf, lower, upper, root)).toMatchObject({
      trusted: false,
      trustError: "SELF_SIGNED_CERT_IN_CHAIN",
      order: "ordered",
    });
  });

  test("of one that signed itself is trusted only where it is an anchor itself", () => {
    const own = issue({ name: "www.example.com", extensions: serverExtensions(names) });
    expect(judge([root], own)).toMatchObject({ trusted: false, trustError: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(judge([own], own)).toMatchObject({ trusted: true, order: "ordered", rootSent: false });
  });

  test("finds the way to a trusted root past a cross-signed one", () => {
    // The same key and name as `upper`, certified by the other root.
    const folder = upper.certificate.replace("it.pem", "");
    spawnSync("openssl", ["x509", "-x509toreq", "-in", upper.certificate, "-signkey", upper.key, "-out", "x.csr"], {
      cwd: folder,
    });
    const made = spawnSync(
      "openssl",
      [
        ...["x509", "-req", "-in", "x.csr", "-CA", otherRoot.certificate, "-CAkey", otherRoot.key, "-days", "30"],
        ...["-set_serial", "0x4711", "-extfile", "it.ext", "-out", "x.pem"],
      ],
      { cwd: folder },
    );
    expect(made.status).toBe(0);
    const cross = { ...upper, certificate: `${folder}x.pem` };
    expect(judge([otherRoot], leaf, lower, upper, cross)).toMatchObject({ trusted: true, order: "ordered" });
    expect(judge([root], leaf, lower, cross, upper)).toMatchObject({ trusted: true, order: "ordered" });
  });

  test("of authorities that all issued one another comes to an end", () => {
    const first = makeAuthority("Example Ring");
    const wish = { name: "Example Ring", keyFile: first.key, extensions: authorityExtensions };
    const ring = [first, ...Array.from({ length: 12 }, () => issue(wish, first))];
    const own = issue({ name: "x", extensions: serverExtensions(names) }, first);
    expect(judge([root], own, ...ring)).toMatchObject({ trusted: false, order: "ordered" });
    expect(judge([root, first], own, ...ring)).toMatchObject({ trusted: true });
  });

  describe("is trusted by what OpenSSL trusts", () => {
    const cases: readonly (readonly [string, () => readonly [Issued, ...Issued[]], error?: string])[] = [
      ["a plain one", () => [leaf, lower, upper]],
      ["one without intermediates", () => [leaf], "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
      [
        "an expired one",
        () => [issue({ name: "x", days: -1, extensions: serverExtensions(names) }, root)],
        "CERT_HAS_EXPIRED",
      ],
      [
        "one by a server certificate",
        () => {
          const false_ = issue({ name: "No Authority", extensions: serverExtensions(names) }, root);
          return [issue({ name: "x", extensions: serverExtensions(names) }, false_), false_];
        },
        "INVALID_CA",
      ],
      [
        "one by an authority that may not sign certificates",
        () => {
          const it = issue(
            { name: "No Signer", extensions: ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,cRLSign"] },
            root,
          );
          return [issue({ name: "x", extensions: serverExtensions(names) }, it), it];
        },
        "INVALID_CA",
      ],
      [
        "one too far below an authority",
        () => {
          const last = issue(
            { name: "Last", extensions: ["basicConstraints=critical,CA:TRUE,pathlen:0", "keyUsage=keyCertSign"] },
            root,
          );
          const more = makeAuthority("More", last);
          return [issue({ name: "x", extensions: serverExtensions(names) }, more), more, last];
        },
        "PATH_LENGTH_EXCEEDED",
      ],
      [
        "one for clients only",
        () => [issue({ name: "x", extensions: ["extendedKeyUsage=clientAuth", `subjectAltName=${names}`] }, root)],
        "INVALID_PURPOSE",
      ],
      [
        "one with an unknown critical extension",
        () => [issue({ name: "x", extensions: serverExtensions(names, "1.2.3.4=critical,DER:0500") }, root)],
        "UNHANDLED_CRITICAL_EXTENSION",
      ],
      [
        "one within the names of its authority",
        () => {
          const it = makeAuthority("Named", root, "nameConstraints=critical,permitted;DNS:example.com");
          return [issue({ name: "x", extensions: serverExtensions(names) }, it), it];
        },
      ],
      [
        "one outside the names of its authority",
        () => {
          const it = makeAuthority("Elsewhere", root, "nameConstraints=critical,permitted;DNS:example.net");
          return [issue({ name: "x", extensions: serverExtensions(names) }, it), it];
        },
        "PERMITTED_VIOLATION",
      ],
      [
        "one among the excluded names of its authority",
        () => {
          const it = makeAuthority("Not Here", root, "nameConstraints=critical,excluded;DNS:example.com");
          return [issue({ name: "x", extensions: serverExtensions(names) }, it), it];
        },
        "EXCLUDED_VIOLATION",
      ],
      [
        "one outside the addresses of its authority",
        () => {
          const it = makeAuthority("Net", root, "nameConstraints=critical,permitted;IP:192.0.2.0/255.255.255.0");
          return [issue({ name: "x", extensions: serverExtensions(["IP:198.51.100.1"]) }, it), it];
        },
        "PERMITTED_VIOLATION",
      ],
      ["an Ed25519 one", () => [issue({ name: "x", key: keys.ed25519, extensions: serverExtensions(names) }, root)]],
      ["an RSA one", () => [issue({ name: "x", key: keys.rsa, extensions: serverExtensions(names) }, root)]],
    ];
    test.each(cases.map(([name, make, error]) => ({ name, make, error })))("$name", ({ make, error }) => {
      const [own, ...others] = make();
      const judged = judge([root], own, ...others);
      expect(judged.trusted).toBe(opensslTrusts([root], own, ...others));
      expect(judged.trustError).toBe(error);
    });
  });

  test("of Mozilla's roots is found by name", async () => {
    const { rootCertificates } = await import("node:tls");
    const anchors = anchorsOf(rootCertificates);
    const ders = rootCertificates.map((pem) => Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64"));
    const read = ders.map((der) => readCertificate(der));
    expect(read.filter((it) => it && anchors.named(it.fields.subject).length > 0)).toHaveLength(ders.length);
    for (const it of read) {
      if (!it) throw new Error("not readable");
      expect(judgeChain([it], anchors, new Date(it.facts.notBefore)).trusted, it.facts.subject).toBe(true);
    }
  });

  test("keeps to the moment it is judged at", () => {
    const judged = judgeChain(
      [read(leaf), read(lower), read(upper)],
      anchorsOf([readFileSync(root.certificate, "utf8")]),
      new Date(0),
    );
    expect(judged.trustError).toBe("CERT_NOT_YET_VALID");
  });
});
