/** A program by which somebody far away gets a shell. */
export interface KnownShell {
  readonly shell: string;
  /** Names of its program. */
  readonly programs: readonly string[];
  /** Packages of Debian, Alpine, Fedora and npm that bring it. */
  readonly packages: readonly string[];
  /** Strings that only this program has together, in all its versions that we know; each list is one build of it. */
  readonly contents: readonly (readonly string[])[];
}

const one = (
  shell: string,
  programs: readonly string[],
  packages: readonly string[],
  ...contents: readonly (readonly string[])[]
): KnownShell => ({ shell, programs, packages, contents });

export const knownShells: readonly KnownShell[] = [
  one(
    "sshd",
    ["sshd"],
    ["openssh-server", "openssh-server-pam", "openssh-server-krb5"],
    ["no hostkeys available -- exiting", "execution with an absolute path"],
  ),
  one(
    "dropbear",
    ["dropbear", "dropbearmulti"],
    ["dropbear", "dropbear-bin", "dropbear-run", "dropbear-initramfs"],
    ["Exit before auth", "Max auth tries reached"],
  ),
  one(
    "tinysshd",
    ["tinysshd", "tinysshnoneauthd"],
    ["tinysshd", "tinyssh"],
    ["usage: tinysshd [options] keydir", "SSH-2.0-tinyssh"],
  ),
  one("lshd", ["lshd"], ["lsh-server"], ["lshd seems to be running already.", "Server for the ssh-2 protocol."]),
  one(
    "telnetd",
    ["telnetd", "in.telnetd", "utelnetd"],
    ["telnetd", "telnetd-ssl", "inetutils-telnetd", "telnet-server", "utelnetd"],
    ["telnetd: panic state=", "(Empty suboption???)"],
  ),
  one(
    "rshd",
    ["rshd", "in.rshd"],
    ["rsh-server", "rsh-redone-server", "inetutils-rshd"],
    ["rsh denied to %s@%s as", "rsh command was '%s'"],
    ["Failed to spawn shell: %m", "Error while receiving stderr port number from"],
  ),
  one(
    "rlogind",
    ["rlogind", "in.rlogind"],
    ["rsh-server", "rsh-redone-server", "inetutils-rlogind"],
    ["rlogind: Host address mismatch", "rlogind: internal error"],
    ["Failed to spawn login process: %m", "Error while receiving terminal from"],
  ),
  one(
    "rexecd",
    ["rexecd", "in.rexecd"],
    ["rsh-server", "inetutils-rexecd"],
    ["rexecd: getpeername: %s", "command too long"],
  ),
  one("mosh-server", ["mosh-server"], ["mosh", "mosh-server"], ["MOSH CONNECT %s %s", "[mosh-server is exiting.]"]),
  one(
    "shellinabox",
    ["shellinaboxd", "shellinabox"],
    ["shellinabox"],
    ["X-ShellInABox-Session", "Usage: shellinaboxd"],
  ),
  one("ttyd", ["ttyd"], ["ttyd"], ["ttyd is a tool for sharing terminal over the web"]),
  one("gotty", ["gotty"], ["gotty"], ["path\tgithub.com/yudai/gotty"], ["path\tgithub.com/sorenisanerd/gotty"]),
  one(
    "teleport",
    ["teleport"],
    ["teleport", "teleport-ent"],
    ["path\tgithub.com/gravitational/teleport/tool/teleport"],
  ),
  one("sshpiper", ["sshpiperd"], ["sshpiper", "sshpiperd"], ["path\tgithub.com/tg123/sshpiper"]),
  one("wetty", ["wetty"], ["wetty"]),
  one("cockpit", ["cockpit-ws"], ["cockpit-ws"]),
];

/** Marks of programs that say more than one thing: their content decides. */
export const busyboxMark = "applet not found";
export const packedMark = "This file is packed with the UPX";
/** A function of Go's SSH library that is only linked into what serves SSH itself. */
export const goServerMark = "golang.org/x/crypto/ssh.NewServerConn";

export const shellNeedles: readonly string[] = [
  ...new Set([...knownShells.flatMap((it) => it.contents.flat()), busyboxMark, packedMark, goServerMark]),
];
