import { describe, expect, it } from "vitest";
import { estateReference } from "../../scripts/docs/estate-reference.ts";
import { estateJsonSchema } from "../../src/estate/json-schema.ts";

describe("the reference of the estate file", () => {
  const text = estateReference();

  it("has a section for every kind of entry, and for those inside them", () => {
    const headings = [...text.matchAll(/^#+ `(.*)`$/gm)].map((it) => it[1]);
    expect(headings.slice(0, 6)).toEqual([
      "environments.NAME",
      "systems.NAME",
      "systems.NAME.notApplicable[]",
      "endpoints.NAME",
      "hosts.NAME",
      "hosts.NAME.canary",
    ]);
    expect(headings).toEqual(expect.arrayContaining(["flows[]", "roster", "policy", "attestations[]"]));
    for (const key of Object.keys(estateJsonSchema().properties ?? {})) expect(text).toContain(`| \`${key}\` |`);
  });

  it("tells type, default and meaning of each key", () => {
    expect(text).toContain("| `port` | whole number | required | Port number. |");
    expect(text).toContain("| `protocol` | `tcp`, `udp` | `tcp` | Transport protocol. |");
    expect(text).toContain(
      "| `clients` | `local`, `anyone`, `undecided` or list of text | `undecided` | Who needs it: local (this host only), anyone, a list of address ranges, or undecided. |",
    );
    expect(text).toContain("| `rsaBits` | whole number | `3072` | Smallest RSA key of a certificate. |");
    expect(text).toContain(
      "| `methods` | list of text | `GET, HEAD, OPTIONS, POST` | HTTP methods the application needs. |",
    );
  });

  it("has tables in which every row has four cells", () => {
    for (const row of text.split("\n").filter((it) => it.startsWith("|"))) {
      expect(row.replaceAll("\\|", "").split("|")).toHaveLength(6);
    }
  });
});
