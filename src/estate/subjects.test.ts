import { describe, expect, it } from "vitest";
import { loadEstate, parseEstate } from "./load.ts";
import { normalisedUrl, subjectsOf } from "./subjects.ts";

const example = new URL("../../examples/estate.yaml", import.meta.url).pathname;

describe("the subjects of an estate", () => {
  it("are everything in it that can be judged, with the systems that use it", async () => {
    const { estate } = await loadEstate(example);
    expect(subjectsOf(estate).map((it) => `${it.id} ${it.systems.join(",")}`)).toEqual([
      "estate:example old-shop,shop,shop-test",
      "environment:production old-shop,shop",
      "environment:test shop-test",
      "system:old-shop old-shop",
      "system:shop shop",
      "system:shop-test shop-test",
      "endpoint:tls://mail.example.com:587 shop",
      "endpoint:https://old-shop.example.com/ old-shop",
      "endpoint:https://shop.example.com/ shop",
      "endpoint:https://admin.example.com:8443/ shop",
      "host:gate shop",
      "host:test1 shop-test",
      "host:web1 shop",
      `image:registry.example.com/shop@sha256:${"0".repeat(64)} shop`,
      "image:oci-archive:build/shop.tar shop",
      "dockerfile:shop/Dockerfile shop",
      "compose-file:shop/compose.yaml shop",
      "container:shop shop",
      "database:events shop",
      "database:orders shop",
      "database:sessions shop",
      "person:ada old-shop,shop,shop-test",
      "person:alan old-shop,shop,shop-test",
      "person:grace old-shop,shop,shop-test",
      "person:mary old-shop,shop,shop-test",
    ]);
  });

  it("carry what the estate declares of them", async () => {
    const { estate } = await loadEstate(example);
    const host = subjectsOf(estate).find((it) => it.id === "host:web1");
    expect(host).toMatchObject({ kind: "host", name: "web1" });
    const { malwareScanner } = estate;
    const over = { name: "gate", declared: { ...estate.hosts["gate"], malwareScanner } };
    const archive = { file: "/var/log/remote/web1.log", ...over };
    expect(host?.declared).toEqual({ ...estate.hosts["web1"], malwareScanner, over, archive });
  });

  it("come in an order that doesn't depend on the file's", () => {
    const ids = (text: string): string[] =>
      subjectsOf(parseEstate([{ file: "e.yaml", text }]).estate).map((it) => it.id);
    const text = "estate: e\npeople: {b: {}, A: {}, a: {}}\nhosts: {z: {}, 10: {}, 9: {}}\n";
    expect(ids(text)).toEqual(["estate:e", "host:10", "host:9", "host:z", "person:A", "person:a", "person:b"]);
    expect(ids("hosts: {9: {}, z: {}, 10: {}}\npeople: {a: {}, A: {}, b: {}}\nestate: e\n")).toEqual(ids(text));
  });
});

it("a URL is normalised to one spelling", () => {
  expect(normalisedUrl("HTTPS://Shop.Example.com:443")).toBe("https://shop.example.com/");
  expect(normalisedUrl("http://shop.example.com:8080/a?b#c")).toBe("http://shop.example.com:8080/a?b");
  expect(normalisedUrl("https://bücher.example.com/")).toBe("https://xn--bcher-kva.example.com/");
});
