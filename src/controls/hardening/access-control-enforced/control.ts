import { type Problem, settle, unknown } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

const asRoot = "run as root on the host, with /sys/kernel/security mounted";

export default control({
  id: "access-control-enforced",
  requirement: "HAR-1",
  aspect: "mandatory-access-control",
  subject: "host",
  observes: ["host-access-control"],
  severity: "medium",
  title: "AppArmor or SELinux is enforcing",
  problems: {
    none: "the kernel runs neither AppArmor nor SELinux; active are {active}",
    permissive: "SELinux is permissive: it tells of what it would refuse, and refuses nothing",
    complaining: "AppArmor has no profile that is enforced; {count} only complain",
  },
  judge: ({ hostAccessControl: { visible, active, profiles, enforcing } }, { problem }) => {
    const told = (problems: readonly Problem[], because = "") => settle({ problems, gaps: [], because });
    if (enforcing !== undefined) return told(enforcing ? [] : [problem("permissive")], "SELinux is enforcing");
    if (active === undefined)
      return unknown(
        `which access control is active is not ${visible ? "told" : "visible here, as in a container"}`,
        asRoot,
      );
    if (!active.includes("apparmor") && !active.includes("selinux"))
      return told([problem("none", { active: active.join(", ") || "none" })]);
    if (profiles === undefined) return unknown("what AppArmor or SELinux enforces was not told", asRoot);
    const { enforce, other } = profiles;
    return told(
      enforce === 0 ? [problem("complaining", { count: other })] : [],
      `AppArmor enforces ${enforce} profiles`,
    );
  },
  remedy: {
    debian:
      "apt install apparmor apparmor-profiles; the kernel's command line must not have apparmor=0; aa-enforce /etc/apparmor.d/PROFILE",
    redhat: "SELINUX=enforcing in /etc/selinux/config, and setenforce 1 once the log shows no denials that matter",
    linux: "Switch on AppArmor or SELinux at boot (lsm=…), and load profiles for the network services.",
  },
});
