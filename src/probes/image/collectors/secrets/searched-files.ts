import type { LayerEntry } from "../collector.ts";
import { lastAnswerKept } from "../last-answer.ts";

/** How a file is searched: all of its assignments, or only what is a secret by its own form; nothing where neither. */
export type Search = "assignments" | "forms" | undefined;

/** Largest text that is searched whole. */
export const searchLimit = 1024 * 1024;

/** Files that exist to hold secrets, whatever folder they are in. */
const secretNames =
  /(?:^|\/)(?:\.env(?:\.[\w-]+)?|[\w-]+\.env|\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|[._]netrc|\.pgpass|\.my\.cnf|\.git-credentials|\.s3cfg|\.boto|\.htpasswd|\.dockercfg|\.docker\/config\.json|\.aws\/(?:credentials|config)|\.kube\/config|kubeconfig|credentials(?:\.\w+)?|secrets?\.\w+|terraform\.tfstate(?:\.backup)?|[\w.-]+\.tfvars|wp-config\.php|settings\.xml|local_settings\.py|settings\.py|database\.yml|application[\w-]*\.(?:ya?ml|properties)|appsettings[\w.]*\.json|service-?account[\w-]*\.json|\.(?:bash|zsh|ash|mysql|psql|python)_history|rclone\.conf|id_(?:rsa|dsa|ecdsa|ed25519)|parameters\.ya?ml|web\.config)$/i;
const configuration = /\.(?:conf|cfg|cnf|ini|ya?ml|json|properties|toml|env|xml|sh|bash|php|py|rb|config|service)$/i;
/** Data of the distribution, in which no file is anybody's configuration. */
const distribution =
  /^(?:usr\/(?:share|lib|lib32|lib64|libexec|include|src|bin|sbin|games)|lib|lib64|bin|sbin|var\/(?:lib\/(?:dpkg|apt|apk|rpm|dnf|pam|systemd|ucf)|cache|log)|proc|sys|dev)\//;
/** Documentation, translations, zones and lists of certificates: public, many, and large. */
const quiet =
  /^usr\/share\/(?:doc|man|info|locale|i18n|zoneinfo|icons|fonts|mime|terminfo|perl|unicode|licenses|common-licenses|bash-completion|lintian|bug|ca-certificates|keyrings)\/|^usr\/(?:lib\/locale|include)\/|^etc\/(?:ssl\/certs|ca-certificates|pki\/(?:ca-trust|tls\/certs))\/|^var\/lib\/(?:dpkg|apt|apk)\//;
/** Other people's code, which carries keys for its own tests and examples. */
const libraries =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|vendor|bower_components|pkg\/mod|perl5?|\.cargo\/registry)\//;
const trials =
  /(?:^|\/)(?:tests?|testing|testdata|__tests__|specs?|examples?|fixtures|samples?|docs?|demo)(?:\/|[._-])/i;
const binaries =
  /\.(?:so(?:\.[\d.]+)?|a|o|ko|mo|gmo|pyc|pyo|class|jar|war|gz|xz|bz2|zst|zip|tgz|whl|png|jpe?g|gif|ico|webp|svg|woff2?|ttf|otf|eot|pdf|mp[34]|wasm|node|dll|exe|db|sqlite3?|gpg|bin|dat|hwdb|cache|map|min\.js|css|md|rst|html?|po|pot|h|hpp|c|cc|cpp|tmpl|list|md5sums|triggers)$/i;

/** Settings of the system whose keys are called like passwords and hold none, and its time zone, which is no text. */
const settings =
  /^etc\/(?:localtime$|nsswitch\.conf|login\.defs|debconf\.conf|pam\.conf|pam\.d\/|security\/|selinux\/|apparmor)/;
/** Made on each machine for trying out, and told as such by its package. */
const snakeoil = "etc/ssl/private/ssl-cert-snakeoil.key";

export const searchOf = lastAnswerKept(({ type, path, size }: LayerEntry): Search => {
  if (type !== "file" || size < 8 || path === snakeoil) return undefined;
  if (quiet.test(path) || settings.test(path) || (libraries.test(path) && trials.test(path))) return undefined;
  const isLibrary = libraries.test(path) || distribution.test(path);
  if (secretNames.test(path)) return isLibrary ? "forms" : "assignments";
  if (binaries.test(path)) return undefined;
  return !isLibrary && configuration.test(path) ? "assignments" : "forms";
});
