import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estateSchema } from "../estate/schema.ts";
import { estateFromTargets, kindOfArgument, TargetError } from "./targets.ts";

const problems = (...targets: string[]) => {
  try {
    estateFromTargets(targets);
    return [];
  } catch (error) {
    if (error instanceof TargetError) return error.problems;
    throw error;
  }
};

test("URLs become endpoints of one system, this machine its host; twins count once", () => {
  const { estate } = estateFromTargets([
    ...[
      "https://shop.example.com:8443/",
      "HTTPS://SHOP.example.com:8443",
      "http://shop.example.com/a?b=c",
      "local:",
      "local:",
    ],
  ]);
  expect(estate).toEqual({
    estate: "targets",
    environments: { targets: { kind: "production" } },
    systems: {
      targets: {
        environment: "targets",
        endpoints: ["shop.example.com-8443", "http-shop.example.com-a"],
        hosts: ["local"],
      },
    },
    endpoints: {
      "shop.example.com-8443": { url: "https://shop.example.com:8443/" },
      "http-shop.example.com-a": { url: "http://shop.example.com/a?b=c" },
    },
    hosts: { local: { transport: "local" } },
  });
});

test("TLS without HTTP is a target, too; what more such a URL says is told", () => {
  const { estate } = estateFromTargets([
    "tls://Mail.example.com:465/",
    "imaps://mail.example.com",
    "TLS://mail.example.com:465",
  ]);
  expect(estate.endpoints).toEqual({
    "mail.example.com-465": { url: "tls://mail.example.com:465" },
    "mail.example.com": { url: "imaps://mail.example.com" },
  });
  expect(
    problems("tls://mail.example.com", "imaps://a:b@mail.example.com", "tls://a b:1").map((it) => it.problem),
  ).toEqual([
    "This is no valid URL of TLS: it lacks a port, such as tls://mail.example.com:465.",
    "This is no valid URL of TLS: there is nothing but a host and a port where no HTTP is spoken; leave the rest out.",
    "This is no valid URL of TLS: one looks like tls://mail.example.com:465.",
  ]);
});

test("images, Dockerfiles, compose files and containers are declared with what looking at them needs", () => {
  const { estate } = estateFromTargets([
    ...["docker://registry.example.com/shop:1.4", "docker-archive:a.tar", "oci:folder", "./Dockerfile", "./Dockerfile"],
    ...["api/web.Dockerfile", "x/docker-compose.yml", "container:shop"],
  ]);
  const parsed = estateSchema.parse(estate);
  expect(Object.values(parsed.images).map((it) => it.reference)).toEqual([
    ...["registry.example.com/shop:1.4", "docker-archive:a.tar", "oci:folder"],
  ]);
  expect(Object.values(parsed.dockerfiles).map((it) => it.path)).toEqual(["./Dockerfile", "api/web.Dockerfile"]);
  expect(Object.values(parsed.composeFiles).map((it) => it.path)).toEqual(["x/docker-compose.yml"]);
  expect(parsed.containers).toMatchObject({ shop: { name: "shop", engine: "docker" } });
  expect(parsed.engines).toEqual({ docker: { socket: "unix:///var/run/docker.sock" } });
  expect(parsed.systems["targets"]).toMatchObject({ containers: ["shop"], composeFiles: [expect.any(String)] });
});

test("any URLs give an estate that the schema takes", () => {
  fc.assert(
    fc.property(fc.array(fc.webUrl({ withFragments: true, withQueryParameters: true }), { minLength: 1 }), (urls) => {
      const estate = estateSchema.parse(estateFromTargets(urls).estate);
      expect(estate.systems["targets"]?.endpoints).toEqual(Object.keys(estate.endpoints));
    }),
  );
});

test("everything that can't be looked into yet is told at once, with what to do instead", () => {
  const later = [
    ...["www.example.com:22", "[::1]:22", "ssh://ada@web1.example.com"],
    ...["postgres://ada@db.example.com/orders", "postgresql://db.example.com/orders"],
  ];
  const told = problems("https://ok.example.com/", ...later);
  expect(told.map((it) => it.target)).toEqual(later);
  for (const { problem } of told) expect(problem).toMatch(/can't be looked into yet\. \S.*\.$/);
});

test.each([
  "",
  "hello",
  "localhost",
  "https://",
  "https:///x",
  "http:x",
  "https://a b/",
  "ftp://x/",
  "host:99999",
  "-",
  ".",
])("%j is no target, and what would be one is said", (target) => {
  expect(problems(target)).toMatchObject([{ target, problem: expect.stringMatching(/https:\/\/|ports go/) }]);
});

test("a password is neither taken nor printed", () => {
  const told = problems("https://ada:hunter2@example.com/", "postgres://ada:hunter2@db/x", "ssh://ada:hunter2@web1");
  expect(told).toHaveLength(3);
  expect(new TargetError(told).message).not.toContain("hunter2");
  const others = problems("https://hunter2@example.com/", "ssh://ada:hun ter2@web1", "oci://ada:hun/ter2@example.com");
  expect(others).toHaveLength(3);
  expect(new TargetError(others).message).not.toContain("ter2");
});

test("any text is a target, a problem, or both told without another exception", () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => void problems(...texts)));
});

describe("an argument of check", () => {
  const here =
    (...paths: string[]) =>
    (path: string) =>
      paths.includes(path);

  test.each(["estate.yaml", "estates/shop.yml", "holdfast.json", "missing.yaml"])(
    "%s is an estate file",
    (argument) => {
      expect(kindOfArgument(argument, here("estate.yaml"))).toBe("estate");
    },
  );

  test("a folder that is there is an estate; a Dockerfile or a compose file that is there is a target", () => {
    expect(kindOfArgument("estates", here("estates"))).toBe("estate");
    expect(kindOfArgument("./Dockerfile", here("./Dockerfile"))).toBe("target");
    expect(kindOfArgument("compose.yaml", here("compose.yaml"))).toBe("target");
  });

  test.each(["https://example.com/estate.yaml", "local:", "web1:22", "docker-archive:a.json", "oci:x.yaml", "nothing"])(
    "%s is a target",
    (argument) => {
      expect(kindOfArgument(argument, here())).toBe("target");
    },
  );
});
