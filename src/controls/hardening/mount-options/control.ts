import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

const shared = ["/tmp", "/var/tmp", "/dev/shm"];
const wanted = ["nodev", "nosuid", "noexec"];

export default control({
  id: "mount-options",
  requirement: "HAR-1",
  aspect: "mounts",
  subject: "host",
  observes: ["host-mounts"],
  severity: "medium",
  title: "Folders that everybody writes to are mounted apart and restricted",
  problems: {
    together:
      "{path} is no mount of its own: nodev, nosuid and noexec can't be set, and whoever fills it fills {parent}",
    missing: "{path} is mounted without {options}",
  },
  judge: ({ hostMounts: { mounts } }, { problem }) => {
    // Of several mounts on one folder the last one is the one in sight.
    const over = (path: string) => mounts.findLast((it) => it.target === path);
    const states = shared.map((path) => ({ path, mount: over(path), root: over("/") }));
    return settle({
      problems: states.flatMap(({ path, mount }) => {
        const options = { discriminator: path };
        if (mount === undefined) {
          if (mounts.length === 0) return [];
          const parent = mounts.filter((it) => path.startsWith(`${it.target}/`)).at(-1)?.target ?? "/";
          return [problem("together", { path, parent }, { ...options, severity: "low" })];
        }
        const missing = wanted.filter((it) => !mount.options.includes(it));
        if (missing.length === 0) return [];
        const severity = missing.join() === "noexec" ? "low" : "medium";
        return [problem("missing", { path, options: missing.join(", ") }, { ...options, severity })];
      }),
      gaps: mounts.length === 0 ? [{ reason: "no mount was seen", wouldVerify: "let Holdfast read /proc/mounts" }] : [],
      because: `${shared.join(", ")} are mounts of their own with ${wanted.join(", ")}`,
    });
  },
  remedy: {
    linux:
      "In /etc/fstab:\ntmpfs /tmp tmpfs rw,nodev,nosuid,noexec,mode=1777 0 0\ntmpfs /dev/shm tmpfs rw,nodev,nosuid,noexec 0 0\n/tmp /var/tmp none bind,nodev,nosuid,noexec 0 0",
    systemd: "`systemctl enable tmp.mount`, with Options=mode=1777,nodev,nosuid,noexec in a drop-in.",
  },
});
