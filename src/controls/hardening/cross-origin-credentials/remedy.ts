import type { Control } from "../../control.ts";

/** Names the trusted origins one by one; for all others the header is left out. */
export const remedy: Control["remedy"] = {
  nginx:
    '# At the level of http: one line for each trusted origin, and nothing for all others.\nmap $http_origin $trusted_origin {\n  default "";\n  "https://partner.example.com" $http_origin;\n}\n# In the server; nginx leaves out a header without a value.\nproxy_hide_header Access-Control-Allow-Origin;\nadd_header Access-Control-Allow-Origin $trusted_origin always;\nadd_header Vary Origin always;',
  apache:
    'SetEnvIf Origin "^https://partner\\.example\\.com$" TRUSTED_ORIGIN=$0\nHeader always unset Access-Control-Allow-Origin\nHeader unset Access-Control-Allow-Origin\nHeader always set Access-Control-Allow-Origin "%{TRUSTED_ORIGIN}e" env=TRUSTED_ORIGIN\nHeader always merge Vary Origin',
  haproxy:
    "http-request set-var(txn.origin) req.hdr(origin)\nhttp-after-response del-header Access-Control-Allow-Origin\nhttp-after-response set-header Access-Control-Allow-Origin %[var(txn.origin)] if { var(txn.origin) -m str https://partner.example.com }\nhttp-after-response add-header Vary Origin",
  caddy:
    "header -Access-Control-Allow-Origin\n@trusted header Origin https://partner.example.com\nheader @trusted Access-Control-Allow-Origin https://partner.example.com\nheader +Vary Origin",
};
