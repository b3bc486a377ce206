import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

/** Nobody but root and the group that is named may read these. */
const secret = /^\/etc\/(g?shadow-?|security\/opasswd|sudoers|sudoers\.d\/.+|ssh\/ssh_host_\w+_key)$/;
const readers = ["root", "shadow", "ssh_keys", "sys"];
/** Open to everybody by their purpose; the sticky bit keeps what is in them. */
const shared = ["/tmp", "/var/tmp", "/dev/shm"];
/** Groups that system folders are given to on purpose. */
const writers = ["root", "crontab", "syslog", "adm"];
const expected = ["/etc/passwd", "/etc/group", "/etc/shadow"];

export default control({
  id: "account-files-modes",
  requirement: "HAR-1",
  aspect: "file-modes",
  subject: "host",
  observes: ["host-files"],
  severity: "high",
  title: "Files that accounts and logins rest on belong to root and are closed",
  problems: {
    writable: "{path} has mode {mode}: {who} can change it",
    readable: "{path} has mode {mode} and group {group}: others than root can read it",
    owner: "{path} belongs to {owner} and not to root",
    sticky: "{path} has mode {mode}: without the sticky bit everybody can replace what others put there",
  },
  judge: ({ hostFiles: { files } }, { problem }) => {
    const known = files.flatMap(({ path, mode, owner = "?", group = "?" }) =>
      mode === undefined ? [] : [{ path, mode, owner, group, bits: Number.parseInt(mode, 8) }],
    );
    return settle({
      problems: known.flatMap(({ path, mode, owner, group, bits }) => {
        const discriminator = path;
        const options = { discriminator };
        if (shared.includes(path))
          return bits & 0o1000 || !(bits & 0o002) ? [] : [problem("sticky", { path, mode }, options)];
        if (bits & 0o002) {
          return [problem("writable", { path, mode, who: "everybody" }, { discriminator, severity: "critical" })];
        }
        // A home belongs to its user and the group of the user's own.
        const system = /^\/(etc|root|boot|var)(\/|$)/.test(path);
        if (system && owner !== "root") return [problem("owner", { path, owner }, options)];
        if (system && bits & 0o020 && !writers.includes(group)) {
          return [problem("writable", { path, mode, who: `the group ${group}` }, options)];
        }
        const open = (bits & 0o004) !== 0 || ((bits & 0o040) !== 0 && !readers.includes(group));
        return secret.test(path) && open ? [problem("readable", { path, mode, group }, options)] : [];
      }),
      gaps: [
        ...files.flatMap(({ trouble }): Gap[] =>
          trouble === undefined ? [] : [{ reason: trouble.message, wouldVerify: trouble.wouldVerify }],
        ),
        ...expected
          .filter(
            (path) => !files.some((it) => it.path === path && (it.mode !== undefined || it.trouble !== undefined)),
          )
          .map((path) => ({ reason: `${path} was not seen`, wouldVerify: "run as root on the host" })),
      ],
      because: `${known.length} files and folders belong to whom they should and are closed to others`,
    });
  },
  remedy: {
    linux:
      "chown root:root PATH && chmod go-w PATH; chmod 0640 and group shadow for shadow and gshadow, 0440 for sudoers, 0600 for host keys",
  },
});
