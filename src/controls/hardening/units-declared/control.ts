import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "units-declared",
  requirement: "HAR-2",
  aspect: "units",
  subject: "host",
  observes: ["host-units"],
  severity: "low",
  title: "Every enabled unit is declared as needed",
  problems: { undeclared: "{unit} is enabled, and is not among the units that the host needs" },
  judge: ({ hostUnits: { units } }, { subject, problem }) => {
    const { units: needed, unitsDecided } = subject.declared;
    const enabled = units.filter((it) => it.enabled).map((it) => it.name);
    // An instance is declared by itself or by its template: getty@.service stands for getty@tty1.service.
    const undeclared = enabled.filter((it) => !needed.includes(it) && !needed.includes(it.replace(/@[^.]*\./, "@.")));
    const host = subject.name;
    const undecided = {
      reason: `nobody said which units are needed; enabled and not declared: ${listed(undeclared) || "none"}`,
      wouldVerify: `list every needed unit under hosts.${host}.units, disable the rest, and set unitsDecided: true`,
    };
    const none = { reason: "no unit was seen", wouldVerify: "let Holdfast ask systemctl on the host" };
    return settle({
      problems: unitsDecided ? undeclared.map((unit) => problem("undeclared", { unit }, { discriminator: unit })) : [],
      gaps: [...(unitsDecided ? [] : [undecided]), ...(units.length === 0 ? [none] : [])],
      because: `all ${enabled.length} enabled units are declared as needed`,
    });
  },
  remedy: { systemd: "systemctl disable --now UNIT (mask it where others start it), or add it to the host's units" },
});
