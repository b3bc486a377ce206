import { expect, it } from "vitest";
import { located } from "./located.ts";

it("makes paths of an estate file elsewhere start here, and leaves all else", () => {
  const declared = {
    ...{
      path: "shop/Dockerfile",
      overrides: ["a.yaml", "/etc/b.yaml"],
      trust: "ca.pem",
      url: "https://shop.example.com/",
    },
    ...{ reference: "oci-archive:build/shop.tar", password: "file:secret", user: "shop", target: "path" },
    baseImages: [{ reference: "registry.example.com/debian:12" }, { reference: "oci:/srv/debian" }],
    advisories: {
      debian: { archive: "https://mirror.example.com/debian", keyring: "keys/debian.gpg" },
      osv: { archive: "osv" },
    },
    paths: ["/api"],
  };
  expect(located(declared, "../estates")).toEqual({
    ...{
      path: "../estates/shop/Dockerfile",
      overrides: ["../estates/a.yaml", "/etc/b.yaml"],
      trust: "../estates/ca.pem",
    },
    ...{ url: "https://shop.example.com/", reference: "oci-archive:../estates/build/shop.tar" },
    ...{ password: "file:../estates/secret", user: "shop", target: "path" },
    baseImages: [{ reference: "registry.example.com/debian:12" }, { reference: "oci:/srv/debian" }],
    advisories: {
      debian: { archive: "https://mirror.example.com/debian", keyring: "../estates/keys/debian.gpg" },
      osv: { archive: "../estates/osv" },
    },
    paths: ["/api"],
  });
});

it("leaves the SSH keys of people, which are no files", () => {
  const declared = { people: { ann: { keys: ["SHA256:abc"] } }, roster: { csv: "people.csv", state: "people.json" } };
  expect(located(declared, "estates")).toEqual({
    people: declared.people,
    roster: { csv: "estates/people.csv", state: "estates/people.json" },
  });
});

it("changes nothing for an estate file in this folder", () => {
  const declared = { path: "Dockerfile" };
  expect(located(declared, ".")).toBe(declared);
});
