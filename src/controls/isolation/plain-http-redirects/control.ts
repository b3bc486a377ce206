import { settle } from "../../../verdict/outcome.ts";
import { shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { faultsOf } from "./faults.ts";

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
    haproxy: "# First in the frontend:\nhttp-request redirect scheme https code 301 unless { ssl_fc }",
    caddy:
      "# Remove `auto_https off` from the global options, and sites written with `http://`: Caddy redirects by itself.",
  },
});
