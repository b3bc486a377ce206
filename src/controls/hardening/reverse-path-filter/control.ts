import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { gapOf, keysOf, placeOf, remedyFor } from "../../kernel-parameters.ts";
import { listed } from "../../listed.ts";

const pattern = "net.ipv4.conf.*.rp_filter";

export default control({
  id: "reverse-path-filter",
  requirement: "HAR-1",
  aspect: "kernel-parameters",
  subject: "host",
  observes: ["host-sysctl"],
  severity: "medium",
  title: "Packets with a forged sender are dropped",
  problems: { off: "rp_filter of IPv4 is 0 for {places}: packets with a forged sender come in" },
  judge: ({ hostSysctl: { values } }, { problem }) => {
    const [all = "", ...others] = keysOf(pattern, values);
    // The kernel takes the greater of `all` and the interface's own, so that either is enough.
    if (Number(values[all]) > 0) return settle({ problems: [], gaps: [], because: `${all} is ${values[all]}` });
    const off = others.filter((it) => values[it] === "0");
    const places = listed([all, ...off].map((it) => placeOf(pattern, it)));
    return settle({
      problems: values[all] === "0" && off.length > 0 ? [problem("off", { places })] : [],
      gaps: [all, ...others].flatMap((it) => gapOf(it, values[it], 1)),
      because: `rp_filter is 0 for all, but on for every interface: ${listed(others.map((it) => placeOf(pattern, it)))}`,
    });
  },
  remedy: { linux: remedyFor([{ key: pattern, set: 1 }], "With asymmetric routes use 2 (loose).") },
});
