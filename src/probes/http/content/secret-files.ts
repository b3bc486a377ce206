import { bothIn, type ContentProof, type Format, isHtml, plainWith } from "./content-proof.ts";
import { hasMembers } from "./json-start.ts";

const proof = (id: string, path: string, prove: Format): ContentProof => ({
  id,
  kind: "configuration-file",
  path,
  prove,
});
const privateKey = plainWith(
  "private key: its PEM heading",
  /^-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH|ENCRYPTED) )?PRIVATE KEY-----\s*$/m,
);

/** Files that hold credentials by their nature. What is in them never leaves the probe. */
export const secretFiles: readonly ContentProof[] = [
  proof(
    "credentials-htpasswd",
    "/.htpasswd",
    plainWith(
      "password file: names and hashes",
      /^[^:\s<{]{1,64}:(?:\$(?:apr1|2[aby]|[156])\$|\{SHA\}|[./0-9A-Za-z]{13}$)/m,
    ),
  ),
  proof(
    "credentials-htaccess",
    "/.htaccess",
    plainWith(
      "Apache directives",
      /^[ \t]*(?:Rewrite(?:Engine|Rule|Cond)|Require|Deny from|Allow from|AuthType|AuthUserFile|Options|DirectoryIndex|php_(?:value|flag)|<IfModule)\b/m,
    ),
  ),
  proof(
    "credentials-git",
    "/.git-credentials",
    plainWith("git credentials: URLs with passwords", /^https?:\/\/[^\s:@/]+:[^\s@/]+@\S+$/m),
  ),
  proof(
    "credentials-netrc",
    "/.netrc",
    plainWith("netrc: machine, login and password", /\bmachine\s+\S+/, /\blogin\s+\S+/, /\bpassword\s+\S+/),
  ),
  proof(
    "credentials-npm",
    "/.npmrc",
    plainWith(
      "npm settings: registry or token",
      /^(?:\/\/\S+:_(?:authToken|auth|password)|_auth|(?:@[\w-]+:)?registry)\s*=/m,
    ),
  ),
  proof(
    "credentials-aws",
    "/.aws/credentials",
    plainWith("AWS credentials: profile with key id", /^\[[^\]\n]+\]\s*$/m, /^aws_access_key_id\s*=/m),
  ),
  proof("credentials-docker", "/.docker/config.json", ({ text }) =>
    hasMembers(text, "auths") ? "Docker settings: auths" : undefined,
  ),
  proof("credentials-ssh-key", "/.ssh/id_rsa", privateKey),
  proof("credentials-server-key", "/server.key", privateKey),
  proof(
    "credentials-sftp",
    "/sftp-config.json",
    plainWith(
      "SFTP settings: host and user",
      /^\s*(?:\/\/.*\n\s*)*\{/,
      /"host"\s*:/,
      /"(?:user|type|remote_path)"\s*:/,
    ),
  ),
  proof("credentials-shell-history", "/.bash_history", ({ text, type }) =>
    !isHtml(text) &&
    !/^text\/html$/.test(type) &&
    text
      .split("\n")
      .filter((it) =>
        /^(?:cd|ls|sudo|apt|apt-get|vim|vi|nano|git|cat|ssh|mysql|systemctl|rm|cp|mv|chmod|docker)(?: |$)/.test(it),
      ).length >= 2
      ? "shell history: commands, one a line"
      : undefined,
  ),
  proof(
    "settings-java",
    "/WEB-INF/web.xml",
    bothIn(/^\s*<\?xml|^\s*<web-app/, /<web-app\b/, "Java deployment descriptor: <web-app>"),
  ),
  proof(
    "settings-spring",
    "/application.properties",
    plainWith("Spring properties", /^(?:spring|server|management|logging)\.[\w.-]+\s*[=:]/m),
  ),
  proof(
    "settings-spring-yaml",
    "/application.yml",
    plainWith("Spring settings", /^spring:\s*$/m, /^\s+(?:datasource|application|profiles|jpa|redis|security):/m),
  ),
  proof("settings-dotnet", "/appsettings.json", ({ text }) =>
    hasMembers(text, "ConnectionStrings") || hasMembers(text, "Logging", "AllowedHosts")
      ? ".NET settings: their own keys"
      : undefined,
  ),
  proof(
    "settings-web-config",
    "/web.config",
    bothIn(
      /<configuration\b/,
      /<(?:system\.web|connectionStrings|appSettings|system\.webServer)\b/,
      "ASP.NET configuration: <configuration>",
    ),
  ),
  proof(
    "settings-rails",
    "/config/database.yml",
    plainWith("Rails database settings: adapter", /^(?:production|development|default|test):/m, /^\s+adapter:\s*\S+/m),
  ),
  proof("settings-terraform", "/terraform.tfstate", ({ text }) =>
    hasMembers(text, "terraform_version") ? "Terraform state: its version" : undefined,
  ),
];
