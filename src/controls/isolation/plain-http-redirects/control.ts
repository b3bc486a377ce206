import type { FactsOf } from "../../../probes/fact-kinds.ts";
import { settle } from "../../../verdict/outcome.ts";
import { shown } from "../../answers.ts";
import { control } from "../../control.ts";
import type { Fault } from "../../fault.ts";

type Id =
  | "open"
  | "other-protocol"
  | "served"
  | "not-redirected"
  | "temporary"
  | "not-https"
  | "other-host"
  | "downgrade";
type Hop = FactsOf<"http-plain">["hops"][number];

/** What is wrong with the first answer, the one that came in plaintext. */
function firstFaults({ url, status, location }: Hop): readonly Fault<Id>[] {
  if (location === undefined) return [{ id: status < 300 ? "served" : "not-redirected", data: { status } }];
  const [from, to] = [URL.parse(url), URL.parse(location, url)];
  const data = { status, location: shown(location) };
  if (to?.protocol !== "https:") return [{ id: "not-https", data }];
  return [
    // A browser learns Strict-Transport-Security of a host only from that host itself.
    ...(to.hostname === from?.hostname ? [] : [{ id: "other-host" as const, data, severity: "low" as const }]),
    ...(status === 301 || status === 308 ? [] : [{ id: "temporary" as const, data, severity: "low" as const }]),
  ];
}

function faultsOf({ state, expected, hops }: FactsOf<"http-plain">): readonly Fault<Id>[] {
  if (state === "closed") return [];
  const [first] = hops;
  if (first === undefined) return [{ id: "other-protocol" }];
  const downgraded = hops.find(
    ({ url, location }) =>
      url.startsWith("https:") && location !== undefined && URL.parse(location, url)?.protocol === "http:",
  );
  return [
    ...(expected === "none" ? [{ id: "open" as const, severity: "low" as const }] : []),
    ...firstFaults(first),
    ...(downgraded === undefined
      ? []
      : [{ id: "downgrade" as const, data: { from: downgraded.url, location: shown(downgraded.location ?? "") } }]),
  ];
}

export default control({
  id: "plain-http-redirects",
  requirement: "ISO-2",
  aspect: "plain-redirect",
  subject: "endpoint",
  observes: ["http-plain"],
  severity: "medium",
  title: "Plain HTTP does nothing but redirect to HTTPS on the same host",
  problems: {
    open: "{url} answers, though the estate says that there is no plain HTTP",
    "other-protocol": "{url} accepts connections in plaintext, but does not speak HTTP",
    served: "{url} answers {status} in plaintext instead of redirecting to HTTPS",
    "not-redirected": "{url} answers {status} in plaintext and does not redirect to HTTPS",
    temporary: "{url} redirects to HTTPS with {status}, which browsers forget; 301 or 308 is for good",
    "not-https": "{url} redirects with {status} to {location}, which is not HTTPS",
    "other-host": "{url} redirects to another host first: {location}",
    downgrade: "{from} redirects back to plain HTTP: {location}",
  },
  judge: ({ httpPlain }, { problem }) => {
    const { url, state, hops } = httpPlain;
    return settle({
      problems: faultsOf(httpPlain).map(({ id, data, severity }) =>
        problem(id, { url, ...data }, severity === undefined ? {} : { severity }),
      ),
      gaps: [],
      because:
        state === "closed"
          ? `${url} accepts no connections`
          : `${url} redirects with ${hops[0]?.status} to ${shown(hops[0]?.location ?? "")}`,
    });
  },
  remedy: {
    nginx: "server {\n  listen 80;\n  server_name shop.example.com;\n  return 301 https://$host$request_uri;\n}",
    apache:
      "<VirtualHost *:80>\n  ServerName shop.example.com\n  Redirect permanent / https://shop.example.com/\n</VirtualHost>",
    haproxy: "http-request redirect scheme https code 301 unless { ssl_fc }",
    caddy: "Caddy redirects by itself: remove `auto_https off` and sites that are written with http://.",
  },
});
