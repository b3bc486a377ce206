import type { Control } from "../../control.ts";

/** Takes the headers away before the application sees them. */
export const remedy: Control["remedy"] = {
  nginx:
    'proxy_set_header X-HTTP-Method-Override "";\nproxy_set_header X-HTTP-Method "";\nproxy_set_header X-Method-Override "";',
  apache:
    "RequestHeader unset X-HTTP-Method-Override early\nRequestHeader unset X-HTTP-Method early\nRequestHeader unset X-Method-Override early",
  haproxy:
    "http-request del-header X-HTTP-Method-Override\nhttp-request del-header X-HTTP-Method\nhttp-request del-header X-Method-Override",
  caddy: "request_header -X-HTTP-Method-Override\nrequest_header -X-HTTP-Method\nrequest_header -X-Method-Override",
  node: "Do not use the middleware method-override, or give it no header to look at.",
};
