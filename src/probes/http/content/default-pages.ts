import { bothIn, type ContentProof } from "./content-proof.ts";

const kind = "default-content";
const page = (id: string, path: string, first: RegExp, second: RegExp, name: string): ContentProof => ({
  id,
  kind,
  path,
  prove: bothIn(first, second, `${name}: title and second marker`),
});

/** Pages and applications that a product ships with. */
export const defaultPages: readonly ContentProof[] = [
  page("nginx-default-page", "/", /<title>Welcome to nginx!<\/title>/, /nginx\.org|nginx\.com/, "nginx welcome page"),
  page(
    "nginx-debian-page",
    "/index.nginx-debian.html",
    /<title>Welcome to nginx!<\/title>/,
    /nginx\.org|nginx\.com/,
    "nginx welcome page",
  ),
  page(
    "apache-debian-page",
    "/",
    /<title>Apache2 (?:Debian|Ubuntu) Default Page: It works<\/title>/,
    /\/etc\/apache2\//,
    "Apache default page of the distribution",
  ),
  {
    id: "apache-default-page",
    kind,
    path: "/",
    prove: ({ text }) =>
      text.length < 1024 && /^\s*<html>\s*(?:<head>.*<\/head>\s*)?<body>\s*<h1>It works!<\/h1>/is.test(text)
        ? "Apache default page: It works!"
        : undefined,
  },
  page(
    "redhat-test-page",
    "/",
    /<title>[^<]*Test Page for the (?:Apache HTTP|HTTP|Nginx)/i,
    /\/etc\/(?:httpd|nginx)\/|default\.d|welcome\.conf/,
    "test page of the distribution",
  ),
  page("caddy-default-page", "/", /<title>Caddy works!<\/title>/, /Congratulations/, "Caddy default page"),
  page(
    "lighttpd-default-page",
    "/",
    /<title>Welcome page<\/title>/,
    /placeholder page[\s\S]*lighttpd|lighttpd[\s\S]*placeholder page/,
    "lighttpd default page",
  ),
  page(
    "tomcat-default-page",
    "/",
    /<title>Apache Tomcat\/[\d.]+|<title>Apache Tomcat<\/title>/,
    /CATALINA|catalina|\/manager\/html/,
    "Tomcat default page",
  ),
  page(
    "jetty-default-page",
    "/",
    /<title>(?:Eclipse )?Jetty|<title>Error 404[^<]*<\/title>/i,
    /Powered by Jetty|No context on this server matched/i,
    "Jetty default page",
  ),
  page(
    "iis-default-page",
    "/",
    /<title>IIS Windows(?: Server)?<\/title>|<title>IIS7<\/title>/,
    /iisstart\.png|welcome\.png/,
    "IIS default page",
  ),
  page("xampp-default-page", "/dashboard/", /<title>Welcome to XAMPP<\/title>/, /apachefriends/, "XAMPP dashboard"),
  page("phpmyadmin", "/phpmyadmin/", /<title>phpMyAdmin\s*<\/title>/, /pma_username|pmahomme/, "phpMyAdmin"),
  page("apache-manual", "/manual/", /<title>Apache HTTP Server Version [\d.]+/, /manual/i, "Apache manual"),
  page("tomcat-examples", "/examples/", /<title>Apache Tomcat Examples<\/title>/, /servlets|jsp/i, "Tomcat examples"),
];
