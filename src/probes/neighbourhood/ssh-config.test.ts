import fc from "fast-check";
import { expect, test } from "vitest";
import { sshHostSchema } from "./facts.ts";
import { readSshConfig } from "./ssh-config.ts";

test("hosts with one name are read, patterns and Match blocks are not", () => {
  const text = `
# Host commented
Include other
User before-any-host
Host web1 web2
  HostName %h.example.com
  User ada
  Port 2222
Host *
  User everybody
Host "db 1" !not db?
  HostName=192.0.2.7
Match host web1
  User matched
Host web1
  User later`;
  expect(readSshConfig(text)).toEqual([
    { name: "web1", hostName: "web1.example.com", user: "ada", port: 2222 },
    { name: "web2", hostName: "web2.example.com", user: "ada", port: 2222 },
    { name: "db 1", hostName: "192.0.2.7" },
  ]);
});

test("any text is read without an exception", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      (text) => void readSshConfig(`Host a\n${text}`).map((it) => sshHostSchema.parse(it)),
    ),
  );
});
