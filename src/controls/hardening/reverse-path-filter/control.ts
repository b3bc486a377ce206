import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { gapOf, remedyFor } from "../../kernel-parameters.ts";

const all = "net.ipv4.conf.all.rp_filter";
const fallback = "net.ipv4.conf.default.rp_filter";

export default control({
  id: "reverse-path-filter",
  requirement: "HAR-1",
  aspect: "kernel-parameters",
  subject: "host",
  observes: ["host-sysctl"],
  severity: "medium",
  title: "Packets with a forged sender are dropped",
  problems: { off: "{key} is 0, and so is that of all interfaces: packets with a forged sender come in" },
  judge: ({ hostSysctl: { values } }, { problem }) => {
    // The kernel takes the greater of `all` and the interface's own, so that one of them is enough.
    const everywhere = values[all];
    const missing = [...gapOf(all, everywhere, 1), ...gapOf(fallback, values[fallback], 1)];
    if (everywhere === "0" && values[fallback] === "0")
      return settle({ problems: [problem("off", { key: all })], gaps: [], because: "" });
    const own = {
      reason: `${all} is 0, and not every interface's own rp_filter was seen`,
      wouldVerify: `set ${all} to 1 (strict) or 2 (loose), which then holds for every interface`,
    };
    return settle({
      problems: [],
      gaps: missing.length > 0 ? missing : everywhere === "0" ? [own] : [],
      because: `${all} is ${everywhere}`,
    });
  },
  remedy: { linux: remedyFor([{ key: "net.ipv4.conf.*.rp_filter", set: 1 }], "With asymmetric routes use 2 (loose).") },
});
