import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "attack-canaries-blocked",
  requirement: "ISO-6",
  aspect: "blocking",
  subject: "endpoint",
  observes: ["http-firewall"],
  severity: "info",
  title: "Harmless markers of attacks are blocked",
  problems: {
    "nothing-blocked": "none of {count} markers of attacks is blocked: the firewall only detects, or is not there",
    passed: "the marker of an attack “{id}” passes, though others are blocked",
    disguised: "the marker of an attack “{id}” is blocked, but passes when it is disguised",
  },
  judge: ({ httpFirewall: { steady, trials } }, { problem }) => {
    const passed = trials.filter(({ fate }) => fate === "passed");
    const blocked = new Set(trials.filter((it) => it.fate === "blocked").map(({ id, form }) => `${id} ${form}`));
    const unsteady = {
      reason: "harmless requests of the same form are answered unsteadily or with an error",
      wouldVerify: "declare a URL of the endpoint that answers the same page every time, and observe again",
    };
    if (!steady) return settle({ problems: [], gaps: [unsteady], because: "" });
    return settle({
      problems:
        passed.length === trials.length
          ? [problem("nothing-blocked", { count: trials.length })]
          : passed.flatMap(({ id, form }) => {
              if (form === "plain") return [problem("passed", { id }, { discriminator: id })];
              return blocked.has(`${id} plain`) ? [problem("disguised", { id }, { discriminator: id })] : [];
            }),
      gaps: trials
        .filter(({ fate }) => fate === "unclear")
        .map(({ id, form, status, trouble }) => ({
          reason: `${id} (${form}): ${trouble?.message ?? `answered ${status}, for whatever reason`}`,
          wouldVerify: trouble?.wouldVerify ?? "look into the firewall's log",
        })),
      because: `all ${trials.length} markers are blocked, the disguised ones too`,
    });
  },
  remedy: {
    apache:
      "# With libapache2-mod-security2 and modsecurity-crs, whose rules its configuration includes; DetectionOnly blocks nothing.\nSecRuleEngine On\nSecRequestBodyAccess On",
    nginx:
      "# With libnginx-mod-http-modsecurity and modsecurity-crs. As they come they only detect, and without the rules:\n" +
      "# Run: sed -i 's/^SecRuleEngine .*/SecRuleEngine On/' /etc/nginx/modsecurity.conf\n" +
      "# Run: printf 'include %s\\n' modsecurity.conf /etc/modsecurity/crs/crs-setup.conf '/usr/share/modsecurity-crs/rules/*.conf' > /etc/nginx/modsecurity_includes.conf\n" +
      "modsecurity on;\nmodsecurity_rules_file /etc/nginx/modsecurity_includes.conf;",
  },
});
