import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { weighConfiguration } from "./weigh.ts";

export default control({
  id: "configured-handlers-needed",
  requirement: "HAR-9",
  aspect: "handlers-configured",
  subject: "host",
  observes: ["host-web-servers"],
  severity: "medium",
  title: "The web server's configuration maps no handler that is not needed, and no way out of its folders",
  problems: {
    handler: "{server} hands {what} to {handler}, which {technology} does not need",
    module: "{server} loads {what}, which {technology} does not need",
    listing: "{server} lists the files of {what}; {request} shows it",
    "status-page": "{server} shows its state ({handler}) to everybody at {what}; {request} shows it",
    "alias-traversal": "{server} lets {what} lead out of the folder {handler}; {request} shows it",
  },
  judge: ({ hostWebServers }, { system, problem }) => {
    const { faults, gaps, because } = weighConfiguration(hostWebServers, system.technology);
    const found = ({ id, data }: (typeof faults)[number]) =>
      problem(id, data, {
        discriminator: `${data.server} ${data.what}`,
        ...(id === "alias-traversal" && { severity: "high" }),
      });
    return settle({ problems: faults.map(found), gaps, because });
  },
  remedy: {
    nginx:
      "# Remove what nobody needs, such as `location ~ \\.php$` with fastcgi_pass, uwsgi_pass or scgi_pass, and `ssi on`.\n" +
      "autoindex off;\nlocation = /nginx_status { stub_status; allow 192.0.2.0/24; deny all; }\n" +
      "# Remove `location /files {`: an alias has a slash at the end of both, or of neither.\n" +
      "location /files/ { alias /srv/files/; }",
    apache:
      "# Run: a2dismod -f php8.2 cgi cgid include autoindex\n# Remove `AddHandler`, `AddOutputFilter` and `ScriptAlias` of what nobody needs.\n<Location /server-status>\n  Require ip 192.0.2.0/24\n</Location>",
    haproxy: "stats http-request deny unless { src 192.0.2.0/24 }",
  },
});
