import { expect, test } from "vitest";
import { endpointAddress, placeOf } from "./endpoint-address.ts";

test("the scheme's own port is left out of the Host header, others are not", () => {
  expect(endpointAddress("https://www.example.com/")).toMatchObject({ port: 443, hostHeader: "www.example.com" });
  expect(endpointAddress("https://www.example.com:8443/a")).toMatchObject({ hostHeader: "www.example.com:8443" });
});

test("an IPv6 address keeps its brackets in the Host header only, and is no server name", () => {
  const address = endpointAddress("https://[::1]:8443/");
  expect(address).toMatchObject({ host: "::1", hostHeader: "[::1]:8443", connectHost: "::1", connectPort: 8443 });
  expect(address.serverName).toBeUndefined();
});

test.each([
  ["127.0.0.1", "127.0.0.1", 443],
  ["127.0.0.1:8443", "127.0.0.1", 8443],
  ["backend.example.com:8443", "backend.example.com", 8443],
  ["::1", "::1", 443],
  ["[::1]", "::1", 443],
  ["[::1]:8443", "::1", 8443],
])("connecting to %s instead changes where it goes, and no name", (connect, connectHost, connectPort) => {
  const address = endpointAddress("https://www.example.com/", connect);
  expect(address).toMatchObject({
    connectHost,
    connectPort,
    serverName: "www.example.com",
    hostHeader: "www.example.com",
  });
});

test("a place that is not the name's own is told with both", () => {
  expect(placeOf(endpointAddress("https://www.example.com/", "[::1]:1"))).toBe("www.example.com:443 (at [::1]:1)");
});
