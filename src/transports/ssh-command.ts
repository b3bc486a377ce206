import { createHash } from "node:crypto";

/** Where an administrator puts the script that sudo may run as root. */
export const rootScriptPath = "/usr/local/lib/holdfast/host-script";

/** What the host prints before the script does: what came before it is a greeting of the login's own. */
export function startMark(nonce: string): string {
  return `\x1eholdfast ${nonce}\n`;
}

/** Printed to standard error where root was asked for and sudo gave nothing. */
export const noRootMark = "holdfast: sudo does not let this user";

/**
 * The command that a host's login shell is given, whichever it is: fixed text, one line, in single quotes. It marks the
 * beginning and has a `/bin/sh` read the script, nicely, and for no longer than `seconds`.
 *
 * With `sudo` it runs as root where that takes no password: a script at `rootScriptPath` that is exactly this one (a
 * rule can name it by its digest), else any script, where a rule allows that. sudo that says no has read nothing, so
 * that the script goes on as the user.
 */
export function remoteCommand(script: string, nonce: string, sudo: boolean, seconds: number): string {
  const digest = createHash("sha256").update(script).digest("hex");
  const nicely = `nice=; command -v nice >/dev/null && nice="nice -n 10"; `;
  const bounded = `limit=; timeout -k 1 9 true >/dev/null 2>&1 && limit="timeout -k 2 ${seconds}"; `;
  const rooted =
    `if [ -r ${rootScriptPath} ] && [ "$(sha256sum <${rootScriptPath})" = "${digest}  -" ]; then ` +
    `$nice sudo -n ${rootScriptPath} 2>/dev/null; code=$?; [ $code -eq 1 ] || exit $code; fi; ` +
    `sudo -n /bin/sh -s </dev/null >/dev/null 2>&1 && exec $nice sudo -n /bin/sh -s; ` +
    `echo "${noRootMark}" >&2; `;
  const mark = `printf "\\\\036holdfast ${nonce}\\\\n"; `;
  return `exec /bin/sh -c '${mark}${nicely}${bounded}${sudo ? rooted : ""}exec $limit $nice /bin/sh -s'`;
}
