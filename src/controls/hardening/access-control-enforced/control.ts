import { settle, unknown } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

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
    const wouldVerify = "run as root on the host, with /sys/kernel/security mounted";
    if (enforcing === false) return settle({ problems: [problem("permissive")], gaps: [], because: "" });
    if (enforcing === true) return settle({ problems: [], gaps: [], because: "SELinux is enforcing" });
    if (active === undefined) {
      const reason = visible
        ? "which modules of access control are active was not told"
        : "the kernel's files about access control are not visible here, as in a container";
      return unknown(reason, wouldVerify);
    }
    if (!active.includes("apparmor")) {
      if (active.includes("selinux")) return unknown("whether SELinux enforces was not told", wouldVerify);
      return settle({ problems: [problem("none", { active: active.join(", ") || "none" })], gaps: [], because: "" });
    }
    if (profiles === undefined) return unknown("which profiles of AppArmor are loaded was not told", wouldVerify);
    const idle = profiles.enforce === 0;
    return settle({
      problems: idle ? [problem("complaining", { count: profiles.other })] : [],
      gaps: [],
      because: `AppArmor enforces ${profiles.enforce} profiles`,
    });
  },
  remedy: {
    debian:
      "apt install apparmor apparmor-profiles; the kernel's command line must not have apparmor=0; aa-enforce /etc/apparmor.d/PROFILE",
    redhat: "SELINUX=enforcing in /etc/selinux/config, and setenforce 1 once the log shows no denials that matter",
    linux: "Switch on AppArmor or SELinux at boot (lsm=…), and load profiles for the network services.",
  },
});
