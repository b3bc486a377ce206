import type { Control } from "../../control.ts";
import { headerRemedy } from "../../header-remedy.ts";

const fields = headerRemedy(
  ["Content-Disposition", "attachment"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Download-Options", "noopen"],
);
const indented = (text = "") => text.replaceAll(/^/gm, "  ");

/** How to give out the files below one path as attachments; anywhere else the fields would spoil the pages. */
export const attachedFiles: Control["remedy"] = {
  nginx: `location /files/ {\n${indented(fields.nginx)}\n}`,
  apache: `<Location /files/>\n${indented(fields.apache)}\n</Location>`,
  haproxy: `http-request set-var(txn.path) path\n${fields.haproxy?.replaceAll(/$/gm, " if { var(txn.path) -m beg /files/ }")}`,
  caddy: fields.caddy?.replaceAll(/^header /gm, "header /files/* ") ?? "",
};
