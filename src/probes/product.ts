/** The products that a probe can recognise; a control gives its remedy by these names. */
export const products = [
  "nginx",
  "apache",
  "haproxy",
  "caddy",
  "lighttpd",
  "tomcat",
  "jetty",
  "iis",
  "node",
  "openssh",
  "systemd",
  "debian",
  "ubuntu",
  "alpine",
  "redhat",
  "linux",
  "postgresql",
  "mariadb",
  "redis",
] as const;
export type Product = (typeof products)[number];
