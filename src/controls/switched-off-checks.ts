import { type Command, programOf } from "./build-stages.ts";

type Rule = readonly [program: RegExp, word: RegExp];

/** Options that take the proof away that what is fetched comes from where it should, by the programs that have them. */
const rules: readonly Rule[] = [
  [/^curl$/, /^(?:-[a-zA-Z]*k[a-zA-Z]*|--insecure|--proxy-insecure)$/],
  [/^wget$/, /^--no-check-certificate$/],
  [/^(?:pip[\d.]*|uv|python[\d.]*)$/, /^--(?:trusted-host|allow-insecure-host)(?:=|$)/],
  [/^apk$/, /^--allow-untrusted$/],
  [
    /^(?:apt|apt-get|aptitude)$/,
    /^(?:--allow-unauthenticated|--force-yes|--allow-insecure-repositories|--no-check-gpg|(?:-o)?(?:APT::Get::AllowUnauthenticated|Acquire::(?:AllowInsecureRepositories|https::Verify-Peer))=(?:true|1|yes|false|0).*)$/i,
  ],
  [
    /^(?:yum|dnf|microdnf|tdnf|zypper|rpm|yum-config-manager)$/,
    /^--(?:nogpgcheck|no-gpg-checks|nosignature|nodigest|setopt=(?:\*\.)?(?:gpgcheck|sslverify)=(?:0|false))$/,
  ],
  [/^(?:npm|yarn|pnpm)$/, /^(?:--strict-ssl=false|--no-strict-ssl|strict-ssl=false|enableStrictSsl=false)$/],
  [/^git$/, /^(?:http\.)?(?:\S*\.)?sslVerify=(?:false|0)$/i],
  [/^(?:docker|podman|skopeo|buildah)$/, /^--(?:(?:src-|dest-)?tls-verify=false|insecure-policy)$/],
  [/^gem$/, /^--trust-policy=(?:No|Low)Security$/i],
];
/** Two words that belong together: `npm config set strict-ssl false`. */
const pairs: readonly Rule[] = [
  [/^(?:npm|yarn|pnpm)$/, /^(?:strict-ssl|enableStrictSsl) (?:false|0)$/],
  [/^git$/, /^http\.(?:\S*\.)?sslVerify (?:false|0)$/i],
];
const variables: readonly RegExp[] = [
  /^NODE_TLS_REJECT_UNAUTHORIZED=0$/,
  /^GIT_SSL_NO_VERIFY=(?!0$|false$|$)/i,
  /^PYTHONHTTPSVERIFY=0$/,
  /^PIP_TRUSTED_HOST=./,
  /^NPM_CONFIG_STRICT_SSL=(?:false|0)$/i,
  /^DOCKER_CONTENT_TRUST=0$/,
  /^(?:GOINSECURE|GONOSUMDB|GONOSUMCHECK)=./,
  /^(?:GOSUMDB=off|GOFLAGS=.*-insecure.*)$/,
  /^CURL_INSECURE=./,
];

/** What a command switches off, as it was written; nothing where all checks are on. */
export function switchedOff(command: Command): readonly string[] {
  const program = programOf(command);
  const words = command.words.slice(1);
  const single = words.filter((word) => rules.some(([of, option]) => of.test(program) && option.test(word)));
  const paired = words.flatMap((word, i) => {
    const both = `${word} ${words[i + 1] ?? ""}`;
    return pairs.some(([of, option]) => of.test(program) && option.test(both)) ? [both] : [];
  });
  const assigned = program === "export" ? words : command.environment;
  return [...single, ...paired].map((it) => `${program} ${it}`).concat(assigned.filter(switchesOff));
}

/** Whether a variable, as `NAME=value`, switches a check off for all that comes after it. */
export function switchesOff(assignment: string): boolean {
  return variables.some((it) => it.test(assignment));
}
