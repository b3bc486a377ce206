import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { askEngine, readContainers } from "./engine.ts";

const never = new AbortController().signal;

async function engineThatSays(answer: string): Promise<string> {
  const path = join(runFolder("engine"), "engine.sock");
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", () => answer !== "" && socket.end(answer));
  }).listen(path);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return path;
}

const http = (status: string, body: string) =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test("running containers are read from the Engine API's answer", async () => {
  const list = [
    { Id: "a".repeat(64), Names: ["/shop"], Image: "registry.example.com/shop:1", State: "running", Ports: [] },
  ];
  const path = await engineThatSays(http("200 OK", JSON.stringify(list)));
  expect(await askEngine(path, 20_000, never)).toEqual({
    socket: `unix://${path}`,
    containers: [{ id: "a".repeat(64), name: "shop", image: "registry.example.com/shop:1" }],
  });
});

test("no socket is no engine, and a file in its place isn't one either", async () => {
  const file = join(runFolder("engine"), "file");
  writeFileSync(file, "");
  expect(await askEngine(`${file}-missing`, 20_000, never)).toBeUndefined();
  expect(await askEngine(file, 20_000, never)).toBeUndefined();
});

test.each([
  ["is an error", http("500 Internal Server Error", "{}"), "unsupported"],
  ["is no HTTP", "hello\r\n", "unparsable"],
  ["is no list", http("200 OK", '{"message":"no"}'), "unparsable"],
  ["is no JSON", http("200 OK", "<html>"), "unparsable"],
])("an answer that %s is trouble by name", async (_, answer, kind) => {
  expect(await askEngine(await engineThatSays(answer), 20_000, never)).toMatchObject({ trouble: { kind } });
});

test("an engine that never answers is a timeout", async () => {
  expect(await askEngine(await engineThatSays(""), 100, never)).toMatchObject({ trouble: { kind: "timeout" } });
});

test("an endless list is cut off", async () => {
  const path = await engineThatSays(`HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n${" ".repeat(9_000_000)}`);
  expect(await askEngine(path, 20_000, never)).toMatchObject({ trouble: { kind: "budget" } });
});

test("a container without a name is known by its id", () => {
  expect(readContainers('[{"Id":"abc","Names":null,"Image":"x"}]')).toEqual([{ id: "abc", name: "", image: "x" }]);
});
