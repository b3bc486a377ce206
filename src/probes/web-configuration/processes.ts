import type { Trouble } from "../../transports/trouble.ts";

/** A running master process of a web server. */
export interface RunningServer {
  readonly product: "nginx" | "apache" | "haproxy";
  readonly processId: number;
  readonly program: string;
  readonly folder: string;
  readonly words: readonly string[];
  /** Environment variables that Apache httpd's configuration uses. */
  readonly variables: readonly string[];
  /** Where the running Apache httpd has its modules from. */
  readonly modulesFolder?: string;
}

const products = { nginx: "nginx", apache2: "apache", httpd: "apache", haproxy: "haproxy" } as const;
type Name = keyof typeof products;

/**
 * Lists processes with the names of web servers. A line break in what a process says of itself becomes a question
 * mark, so that no process can pretend to be another.
 */
export const processesScript = `LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
one() { printf '%s ' "$1"; shift; "$@" 2>/dev/null | tr '\\n\\036' '??'; echo; }
processes() {
  echo "self $(id -u)"
  for folder in /proc/[0-9]*; do
    read -r name <"$folder/comm" || continue
    case $name in nginx | apache2 | httpd | haproxy) ;; *) continue ;; esac
    echo "process \${folder#/proc/} $name"
    while read -r key value rest; do
      case $key in PPid:) echo "parent $value" ;; Uid:) echo "users $value $rest" ;; esac
    done <"$folder/status"
    one program readlink -n "$folder/exe"
    one folder readlink -n "$folder/cwd"
    if [ "$(readlink "$folder/ns/mnt")" != "$(readlink /proc/self/ns/mnt)" ] &&
      [ "$(stat -L -c %d:%i "$folder/root/.")" != "$(stat -L -c %d:%i /proc/self/root/.)" ]; then echo elsewhere; fi
    tr '\\n\\036\\0' '??\\n' <"$folder/cmdline" | sed 's/^/word /'
    [ "$name" = nginx ] || [ "$name" = haproxy ] && continue
    tr '\\n\\036\\0' '??\\n' <"$folder/environ" | grep '^APACHE_[A-Z_]*=' | sed 's/^/variable /'
    sed -n 's@^.* \\(/.*\\)/mod_[a-z_0-9]*\\.so$@modules \\1@p' "$folder/maps" | head -n 1
  done
  return 0
}
said=$(processes 2>/dev/null </dev/null | head -c 1048576)
printf '\\036output processes 1048576\\n%s\\n\\036ended processes 0\\n\\036end\\n' "$said"
`;

/** The masters among the listed processes, and why some of them can't be asked for their configuration. */
export function readProcesses(text: string) {
  const self = /^self (\d+)$/m.exec(text)?.[1];
  const blocks = text.split(/^process /m).slice(1);
  const all = blocks.flatMap((block) => {
    const [, id = "", name = ""] = /^(\d+) (\S+)/.exec(block) ?? [];
    return name in products ? [{ id, name: name as Name, block }] : [];
  });
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const servers: RunningServer[] = [];
  const troubles: Trouble[] = [];
  for (const { id, name, block } of all) {
    const line = (key: string) => new RegExp(`^${key} (.*)$`, "m").exec(block)?.[1] ?? "";
    const lines = (key: string) => [...block.matchAll(new RegExp(`^${key} (.*)$`, "gm"))].map(([, it = ""]) => it);
    // Workers have a master of the same name; what it configures is theirs.
    if (names.get(line("parent")) === name) continue;
    const words = lines("word");
    // A process that is about to end has no command line any more.
    if (words.length === 0 && line("users") !== "") continue;
    const whose = `process ${id} (${name})`;
    const users = line("users").split(/\s+/);
    const [program, folder] = [line("program").replace(/ \(deleted\)$/, ""), line("folder")];
    if (program === "" || folder === "")
      troubles.push({ kind: "denied", message: `${whose} belongs to another user`, wouldVerify: "run as root" });
    else if (/^elsewhere$/m.test(block))
      troubles.push({
        kind: "unsupported",
        message: `${whose} runs in a container`,
        wouldVerify: "run Holdfast in that container, as root",
      });
    // Its options are its user's choice: what they name must not be run with more rights than that user has.
    else if (name !== "haproxy" && (self === undefined || users.some((it) => it !== self)))
      troubles.push({
        kind: "unsupported",
        message: `${whose} runs as user ${users[0] ?? "?"}, and only that user should ask it for its configuration`,
        wouldVerify: `run Holdfast as user ${users[0] ?? "?"} as well`,
      });
    else {
      const modulesFolder = line("modules");
      servers.push({
        ...{ product: products[name], processId: Number(id), program, folder, words, variables: lines("variable") },
        ...(modulesFolder !== "" && { modulesFolder }),
      });
    }
  }
  return { servers, troubles };
}
