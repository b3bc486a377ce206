import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { weighHandlers } from "../../handled-technology.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "unneeded-handlers-off",
  requirement: "HAR-9",
  aspect: "handlers-executed",
  subject: "endpoint",
  observes: ["http-handlers"],
  severity: "medium",
  title: "No file type is handed to a handler that the application does not need",
  problems: { handled: "names with {extension} are handed to a handler, which {technology} does not need: {shown}" },
  judge: ({ httpHandlers }, { subject, system, problem }) => {
    const technology = [...new Set([...subject.declared.technology, ...system.technology])];
    const { handled, gaps, because } = weighHandlers(httpHandlers, technology);
    const found = ({ extension, shown }: (typeof handled)[number]) =>
      problem("handled", { extension, shown, technology: listed(technology) }, { discriminator: extension });
    return settle({ problems: technology.length === 0 ? [] : handled.map(found), gaps, because });
  },
  remedy: {
    nginx: "# Remove the location of that type, such as `location ~ \\.php$` with its fastcgi_pass, and reload.",
    apache:
      "# Run: a2dismod -f php8.2 cgi cgid include proxy_fcgi\n# Remove `AddHandler`, `SetHandler` and `ScriptAlias` for that type, and what surrounds them: `<FilesMatch`.",
    haproxy:
      "http-request deny deny_status 403 if { path,url_dec -m reg -i \\.(php|phtml|jsp|do|aspx?|ashx|cgi|pl|cfm|py|rb|shtml)$ }",
    caddy: "# Remove `php_fastcgi` and the `reverse_proxy` of that type.",
    lighttpd: "lighty-disable-mod fastcgi-php fastcgi cgi",
    tomcat: "In conf/web.xml remove the servlet-mapping of *.jsp and *.jspx, and the servlets named jsp, ssi and cgi.",
    jetty: "java -jar start.jar --remove-module=jsp",
    iis: "Remove the entries of that type from the handler mappings of the site.",
  },
});
