import { bothIn, type ContentProof, type Format } from "./content-proof.ts";

const kind = "default-content";
const page = (
  id: string,
  path: string,
  first: RegExp,
  second: RegExp,
  name: string,
  rest: Partial<ContentProof> = {},
): ContentProof => ({
  id,
  kind,
  path,
  prove: bothIn(first, second, `${name}: title and second marker`),
  ...rest,
});

/** An application that asks for a name and password tells its own name with that. */
const realm =
  (pattern: RegExp, says: string): Format =>
  ({ header, text }) =>
    header("www-authenticate").some((it) => pattern.test(it)) || pattern.test(text) ? says : undefined;
const guarded = [200, 401, 403];
const nginxTitle = /<title>Welcome to nginx!<\/title>/;

/** Pages and applications that a product ships with. */
export const defaultPages: readonly ContentProof[] = [
  page("nginx-default-page", "/", nginxTitle, /nginx\.org|nginx\.com/, "nginx welcome page"),
  page("nginx-debian-page", "/index.nginx-debian.html", nginxTitle, /nginx\.org|nginx\.com/, "nginx welcome page"),
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
      text.length < 1024 &&
      /^\s*(?:<!DOCTYPE[^>]*>\s*)?<html[^>]*>\s*(?:<head>.*<\/head>\s*)?<body>\s*(?:<h1>|<p>)It works!/is.test(text)
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
  ...["/", "/index.lighttpd.html"].map((path) =>
    page(
      path === "/" ? "lighttpd-default-page" : "lighttpd-debian-page",
      path,
      /<title>Welcome page<\/title>/,
      /placeholder page[\s\S]*lighttpd|lighttpd[\s\S]*placeholder page/i,
      "lighttpd default page",
    ),
  ),
  page(
    "haproxy-default-page",
    "/",
    /^<html><body><h1>503 Service Unavailable<\/h1>/,
    /No server is available to handle this request\./,
    "HAProxy without a server",
    { statuses: [503] },
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
    /Powered by (?:Eclipse )?Jetty|No context on this server matched/i,
    "Jetty default page",
    { statuses: [200, 404] },
  ),
  ...["/", "/iisstart.htm"].map((path) =>
    page(
      path === "/" ? "iis-default-page" : "iis-start-page",
      path,
      /<title>IIS Windows(?: Server)?<\/title>|<title>IIS\d+<\/title>/,
      /iisstart\.png|welcome\.png|iis-\d+\.png/,
      "IIS default page",
    ),
  ),
  page("xampp-default-page", "/dashboard/", /<title>Welcome to XAMPP<\/title>/, /apachefriends/, "XAMPP dashboard"),
  ...["/phpmyadmin/", "/phpMyAdmin/"].map((path, at) =>
    page(
      at === 0 ? "phpmyadmin" : "phpmyadmin-mixed-case",
      path,
      /<title>phpMyAdmin\s*<\/title>/,
      /pma_username|pmahomme/,
      "phpMyAdmin",
    ),
  ),
  page("adminer", "/adminer.php", /<title>[^<]*Adminer<\/title>/, /auth\[driver\]|adminer\.org/, "Adminer"),
  page("apache-manual", "/manual/", /<title>Apache HTTP Server Version [\d.]+/, /manual/i, "Apache manual"),
  page(
    "apache-icons",
    "/icons/README",
    /Public Domain Icons/i,
    /httpd|Apache|icons were originally made/i,
    "Apache icons",
  ),
  page(
    "apache-icons-logo",
    "/icons/apache_pb.svg",
    /<svg\b/,
    /<title\b[^>]*>Powered By: Apache\b/,
    "Apache icons",
    // Far larger than where it names itself.
    { firstBytes: 4096 },
  ),
  page(
    "tomcat-documentation",
    "/docs/",
    /<title>Apache Tomcat \d+ \([\d.]+\)/,
    /Documentation Index|Tomcat/,
    "Tomcat documentation",
  ),
  page("tomcat-examples", "/examples/", /<title>Apache Tomcat Examples<\/title>/, /servlets|jsp/i, "Tomcat examples"),
  {
    id: "tomcat-manager",
    kind,
    path: "/manager/html",
    statuses: guarded,
    prove: realm(
      /Tomcat Manager Application|role name="manager-gui"|rolename="manager-gui"/,
      "Tomcat manager: its realm",
    ),
  },
  {
    id: "tomcat-host-manager",
    kind,
    path: "/host-manager/html",
    statuses: guarded,
    prove: realm(/Tomcat Host Manager Application|rolename="admin-gui"/, "Tomcat host manager: its realm"),
  },
];
