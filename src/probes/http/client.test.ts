import { expect, test } from "vitest";
import { startHostileServer } from "../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import { HttpClient } from "./client.ts";
import { Spending } from "./spending.ts";

const spending = () => new Spending(probeContext().budget, new AbortController().signal);
const answer = (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test("requests go over one connection, as they are, with the Host of the URL", async () => {
  const asked: string[] = [];
  const server = await startHostileServer((socket, request) => {
    asked.push(request);
    socket.write(answer("ok"));
  });
  const client = new HttpClient(endpointAddress("http://www.example.com:81/", `127.0.0.1:${server.port}`), spending());
  await client.ask({ method: "GET", target: "/%%%zz", headers: [["Bad Header", "x"]] });
  const reply = await client.ask({ method: "TRACK", target: "*" });
  expect(asked[0]).toMatch(/^GET \/%%%zz HTTP\/1\.1\r\nHost: www\.example\.com:81\r\n.*Bad Header: x\r\n\r\n$/s);
  expect(asked[1]).toMatch(/^TRACK \* HTTP\/1\.1\r\n/);
  expect(server.connections()).toBe(1);
  expect(reply.provenance).toMatchObject({ request: "TRACK * HTTP/1.1", status: 200, bytes: 40 });
  client.close();
  await server.stop();
});

test("a kept connection that the server closed just then is replaced by a new one", async () => {
  let answered = 0;
  const server = await startHostileServer((socket) => {
    answered += 1;
    if (answered === 2) socket.destroy();
    else socket.write(answer("ok"));
  });
  const client = new HttpClient(endpointAddress(`http://127.0.0.1:${server.port}/`), spending());
  const replies = [
    await client.ask({ method: "GET", target: "/" }),
    await client.ask({ method: "GET", target: "/" }),
    await client.ask({ method: "GET", target: "/" }),
  ];
  expect(replies.every((it) => "response" in it)).toBe(true);
  expect(server.connections()).toBe(2);
  client.close();
  await server.stop();
});

test("a body larger than wanted is cut off and said to be incomplete", async () => {
  const server = await startHostileServer((socket) => socket.write(answer("x".repeat(5000))));
  const client = new HttpClient(endpointAddress(`http://127.0.0.1:${server.port}/`), spending());
  const reply = await client.ask({ method: "GET", target: "/", bodyBytes: 100 });
  expect("response" in reply && reply.response).toMatchObject({ bodyComplete: false, body: { length: 100 } });
  client.close();
  await server.stop();
});
