import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { java, javaArguments, keystorePassword, makeKeystore, wakeTls } from "./java.ts";
import { runFolder } from "./run-folder.ts";
import type { TlsWish } from "./tls-wish.ts";

const home = "/usr/share/tomcat10";

/** The file that must be there for Tomcat to be started. */
export const tomcatFile = `${home}/bin/bootstrap.jar`;

/** The applications that Tomcat's packages bring, by the path at which they are served. */
export const tomcatApplications = {
  "": "/usr/share/tomcat10-root/default_root",
  "/docs": "/usr/share/tomcat10-docs/docs",
  "/examples": "/usr/share/tomcat10-examples/examples",
  "/manager": "/usr/share/tomcat10-admin/manager",
  "/host-manager": "/usr/share/tomcat10-admin/host-manager",
} as const;

export interface TomcatWish {
  /** Speaks plain HTTP where there is none. */
  readonly tls?: TlsWish;
  /** Paths of {@link tomcatApplications}; none unless given. */
  readonly applications?: readonly (keyof typeof tomcatApplications)[];
  /** XML elements inside of `Host`. */
  readonly inHost?: string;
}

function secured(folder: string, tls: TlsWish): string {
  const { keystore } = makeKeystore(folder);
  const suites = (areNew: boolean) => tls.suites.filter((it) => it.includes("_WITH_") !== areNew);
  const offers = [
    `protocols="${tls.protocols.join(",")}"`,
    // Those before TLS 1.3, and those of TLS 1.3, each by an attribute of their own.
    `ciphers="${suites(false).join(",")}"`,
    suites(true).length > 0 ? `cipherSuites="${suites(true).join(":")}"` : "",
    'honorCipherOrder="true"',
  ].join(" ");
  const store = `certificateKeystoreFile="${keystore}" certificateKeystoreType="PKCS12"`;
  return `<SSLHostConfig ${offers}>
        <Certificate ${store} certificateKeystorePassword="${keystorePassword}"/>
      </SSLHostConfig>`;
}

/** Starts Tomcat from a base of its own. */
export async function startTomcat(wish: TomcatWish = {}): Promise<Daemon & { readonly port: number }> {
  const base = runFolder("tomcat");
  for (const folder of ["conf", "webapps", "work", "logs"]) mkdirSync(join(base, folder));
  for (const file of ["web.xml", "tomcat-users.xml"]) copyFileSync(`${home}/etc/${file}`, join(base, "conf", file));
  const port = await freePort();
  const isPlain = wish.tls === undefined;
  const users = `<Resource name="UserDatabase" auth="Container" type="org.apache.catalina.UserDatabase"
      factory="org.apache.catalina.users.MemoryUserDatabaseFactory" pathname="conf/tomcat-users.xml"/>`;
  const contexts = (wish.applications ?? []).map(
    (path) => `<Context path="${path}" docBase="${tomcatApplications[path]}" privileged="true"/>`,
  );
  writeFileSync(
    join(base, "conf/server.xml"),
    `<?xml version="1.0" encoding="UTF-8"?>
<Server port="-1">
  <GlobalNamingResources>${users}</GlobalNamingResources>
  <Service name="Catalina">
    <Connector address="127.0.0.1" port="${port}" protocol="org.apache.coyote.http11.Http11NioProtocol"
      ${isPlain ? "" : 'SSLEnabled="true" scheme="https" secure="true"'}>
      ${wish.tls === undefined ? "" : secured(base, wish.tls)}
    </Connector>
    <Engine name="Catalina" defaultHost="localhost">
      <Realm className="org.apache.catalina.realm.UserDatabaseRealm" resourceName="UserDatabase"/>
      <Host name="localhost" appBase="webapps" autoDeploy="false">
        ${[...contexts, wish.inHost ?? ""].join("\n        ")}
      </Host>
    </Engine>
  </Service>
</Server>
`,
  );
  const paths = [`-Dcatalina.home=${home}`, `-Dcatalina.base=${base}`];
  const classes = [
    "-cp",
    `${tomcatFile}:${home}/bin/tomcat-juli.jar`,
    "org.apache.catalina.startup.Bootstrap",
    "start",
  ];
  const daemon = await startDaemon(java(), [...javaArguments(base, wish.tls), ...paths, ...classes], [port]);
  if (wish.tls) await wakeTls(port);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
