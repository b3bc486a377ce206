import { describe, expect, it } from "vitest";
import { userIdOf } from "./configuration.ts";
import { redactedArguments, redactedText } from "./redacted.ts";

const passwd =
  "root:x:0:0::/:/bin/sh\n1001:x:0:0::/:/bin/sh\nshop:x:1001:1001::/:\nshop:x:7:7::/:\ntoor:x:0:0::/:\nodd:x:zero\n";

it.each([
  ["", 0],
  ["root", 0],
  ["root:root", 0],
  ["0", 0],
  ["0:0", 0],
  ["00", 0],
  ["+0", 0],
  ["0:1001", 0],
  [":1001", 0],
  ["toor", 0],
  ["shop", 1001],
  ["shop:root", 1001],
  // A number is a uid, even where an account has it as its name.
  ["1001", 1001],
  ["odd", 0],
  ["nobody", undefined],
])("the user %j is the uid %s", (user, uid) => {
  expect(userIdOf(user, passwd)).toBe(uid);
});

it("a name without accounts is nobody we know, a number is itself", () => {
  expect([userIdOf("shop", undefined), userIdOf("7", undefined), userIdOf("", undefined)]).toEqual([undefined, 7, 0]);
});

describe("what looks like a secret", () => {
  it.each([
    ["/bin/sh -c #(nop)  ENV DB_PASSWORD=hunter2", "hunter2"],
    ['ENV DB_PASSWORD="two words"', "two words"],
    ["RUN |1 NPM_TOKEN=abcdef1234567 /bin/sh -c npm ci # buildkit", "abcdef1234567"],
    ["RUN /bin/sh -c curl https://joe:hunter2@registry.example.com/x", "hunter2"],
    ["RUN mysql --password=hunter2 -e 'select 1'", "hunter2"],
    ["RUN tool --api-key 'hunter2 and more'", "hunter2 and more"],
    ['RUN curl -H "Authorization: Bearer hunter2hunter2" https://example.com/', "hunter2hunter2"],
    ["RUN echo AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"],
  ])("does not stay in %j", (text, secret) => {
    const told = redactedText(text);
    expect(told).toContain("…");
    expect(told).not.toContain(secret);
    expect(told.slice(0, 3)).toBe(text.slice(0, 3));
  });

  it("does not stay in arguments, and what is none stays", () => {
    expect(redactedArguments(["server", "--password", "hunter2", "--port=80"])).toEqual([
      "server",
      "--password",
      "…",
      "--port=80",
    ]);
    expect(redactedText("RUN apt-get update && apt-get -y upgrade")).toBe("RUN apt-get update && apt-get -y upgrade");
  });

  it("is looked for in linear time, and a long text is cut", () => {
    for (const part of ["a://", "x=", '"', "PASSWORD", "a "])
      expect(redactedText(part.repeat(100_000)).length).toBeLessThan(5000);
  });
});
