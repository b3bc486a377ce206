import { judgeTrials } from "../../content-trials.ts";
import { control } from "../../control.ts";

export default control({
  id: "default-page-removed",
  requirement: "HAR-5",
  aspect: "default-pages",
  subject: "endpoint",
  observes: ["http-content"],
  severity: "low",
  title: "No default page, sample or product documentation answers",
  problems: { served: "{path} answers {status} with what the product came with: {proof}" },
  judge: ({ httpContent }, { problem }) =>
    judgeTrials(
      httpContent,
      ({ kind }) => kind === "default-content",
      problem,
      ({ id }) => (/phpmyadmin|adminer|xampp|examples|manager/.test(id) ? "medium" : undefined),
    ),
  remedy: {
    haproxy:
      "default_backend application\n# and with a server in it that runs:\nbackend application\n  server one 127.0.0.1:8080",
    nginx:
      "root /srv/application;\n# Run: rm -f /usr/share/nginx/html/index.html /var/www/html/index.nginx-debian.html",
    apache: "# Run: a2dissite 000-default; a2disconf apache2-doc\n# Run: rm -f /var/www/html/index.html",
    caddy: "root * /srv/application",
    lighttpd: "rm /var/www/html/index.lighttpd.html",
    tomcat: "Remove webapps/ROOT, webapps/examples, webapps/docs, webapps/manager and webapps/host-manager.",
    jetty: "Deploy an application at the root of the site, as webapps/root or webapps/root.war.",
    iis: "Remove iisstart.htm and iisstart.png from C:\\inetpub\\wwwroot.",
  },
});
