import { type FoundSecret, isPlausible, secretOfVariable, secretsOfArguments } from "./secret-patterns.ts";

/** Words of a command line as a shell would part them, quotes taken off; good enough to find what was typed. */
export function shellWords(line: string): readonly string[] {
  const words = line.slice(0, 4096).match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, a?: string, b?: string) => a ?? b ?? ""),
  );
}

/** Who starts another command, before it. */
const starters = new Set(["sudo", "env", "nohup", "time", "exec", "command", "doas"]);

/** Statements by which a password is set, as clients of databases keep them. */
const statements = [
  /\bIDENTIFIED\s+BY\s+(?:PASSWORD\s+)?'([^']{1,200})'/gi,
  /\b(?:ENCRYPTED\s+)?PASSWORD\s+'([^']{1,200})'/gi,
  /\bSET\s+PASSWORD\b[^']{0,200}'([^']{1,200})'/gi,
  /\b(?:requirepass|masterauth)\s+"?([^\s"]{1,200})/gi,
];

/** Secrets that somebody typed: assignments, arguments, and passwords in statements. */
export function secretsOfHistory(content: string): readonly FoundSecret[] {
  return content.split("\n").flatMap((line) => {
    const typed = line.replace(/^: \d+:\d+;|^- cmd: /, "");
    if (/^#\d+$/.test(typed)) return [];
    const stated = statements.flatMap((pattern) =>
      [...typed.slice(0, 4096).matchAll(pattern)].flatMap(([, value = ""]) =>
        isPlausible(value) ? [{ name: "password", kind: "password", value }] : [],
      ),
    );
    return stated.length > 0 ? stated : typed.split(/\|\||&&|[;|]/).flatMap(secretsOfCommand);
  });
}

function secretsOfCommand(command: string): readonly FoundSecret[] {
  const words = [...shellWords(command)];
  const assigned: FoundSecret[] = [];
  for (;;) {
    const [first = ""] = words;
    const assignment = /^(\w{1,100})=(.*)$/s.exec(first);
    if (assignment === null && !starters.has(first) && first !== "export" && first !== "set") break;
    words.shift();
    const secret = assignment === null ? undefined : secretOfVariable(assignment[1] ?? "", assignment[2] ?? "");
    if (secret !== undefined) assigned.push(secret);
  }
  return [...assigned, ...secretsOfArguments(words), ...byOption(words)];
}

/** Options of well-known clients that take a password as the word after them. */
const options: Readonly<Record<string, string>> = {
  "redis-cli": "-a",
  sshpass: "-p",
  ldapsearch: "-w",
  ldapmodify: "-w",
  ldapadd: "-w",
  ldappasswd: "-w",
  mosquitto_pub: "-P",
  mosquitto_sub: "-P",
};

function byOption([program = "", ...words]: readonly string[]): readonly FoundSecret[] {
  const name = program.split("/").at(-1) ?? "";
  const option = options[name];
  const at = option === undefined ? -1 : words.indexOf(option);
  const value = words[at + 1];
  if (option !== undefined && at >= 0 && value !== undefined && isPlausible(value))
    return [{ name: option, kind: "password", value }];
  const user = ["curl", "wget"].includes(name)
    ? words[words.findIndex((it) => it === "-u" || it === "--user") + 1]
    : undefined;
  const password =
    user === undefined || !words.some((it) => it === "-u" || it === "--user") ? "" : user.split(":").slice(1).join(":");
  return isPlausible(password) ? [{ name: "-u", kind: "password", value: password }] : [];
}
