import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { collectEntries } from "../../../../test/bed/image-of-folder.ts";
import { imageAccountsSchema } from "../facts/files.ts";
import { accounts } from "./accounts.ts";

test("tells accounts and the state of their passwords, and no hash", () => {
  const facts = collectEntries(accounts, [
    {
      path: "etc/passwd",
      content:
        "root:x:0:0:root:/root:/bin/bash\n# note: x\nfree::5:5::/:/bin/sh\nold:$1$abc:6:6::/:/bin/sh\ntoor:x:0:0::/:\nbin:x:2:2:bin:/bin:/usr/sbin/nologin\nodd:x:y:z\n",
    },
    {
      path: "etc/shadow",
      mode: 0o640,
      content: "root:$6$salt$hash:19000:0:99999:7:::\ntoor::1::::::\nbin:*:1::::::\n",
    },
  ]);
  expect(facts.accounts.map((it) => [it.name, it.userId, it.password, it.canLogIn])).toEqual([
    ["root", 0, "set", true],
    ["free", 5, "empty", true],
    ["old", 6, "set", true],
    ["toor", 0, "empty", true],
    ["bin", 2, "locked", false],
  ]);
  expect(facts.unseen.map((it) => it.reason)).toEqual(["1 lines of /etc/passwd can't be read"]);
  expect(JSON.stringify(facts)).not.toMatch(/salt|\$1\$/);
});

test("an image without /etc/shadow tells no state, and one without accounts tells none", () => {
  const [root] = collectEntries(accounts, [{ path: "etc/passwd", content: readFileSync("/etc/passwd") }]).accounts;
  expect(root).toMatchObject({ name: "root", userId: 0 });
  expect(root).not.toHaveProperty("password");
  expect(collectEntries(accounts, [])).toEqual({ accounts: [], unseen: [] });
});

test("a file that is too large is unseen", () => {
  const { unseen } = collectEntries(accounts, [{ path: "etc/passwd", content: "root:x:0:0::/:/bin/sh\n", size: 1e9 }]);
  expect(unseen).toHaveLength(1);
});

test("garbage is no error", () => {
  fc.assert(
    fc.property(fc.constantFrom("etc/passwd", "etc/shadow"), fc.uint8Array(), (path, bytes) => {
      const facts = collectEntries(accounts, [{ path, content: Buffer.from(bytes) }]);
      expect(imageAccountsSchema.safeParse(facts).success).toBe(true);
    }),
  );
});
