import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";

const unlisted = {
  reason: "the list of the running kernel's modules was not seen",
  wouldVerify: "let Holdfast read /lib/modules on the host; in a container, look at the machine whose kernel it uses",
};

export default control({
  id: "rare-modules-refused",
  requirement: "HAR-1",
  aspect: "kernel-modules",
  subject: "host",
  observes: ["host-modules"],
  severity: "low",
  title: "Rare protocols and file systems can't be loaded into the kernel",
  problems: {
    loaded: "the kernel has {names} loaded, which hosts of web systems do without",
    loadable: "the kernel would load {names} for whoever asks for it",
  },
  judge: ({ hostModules: { loading, modules } }, { problem }) => {
    const loaded = modules.filter((it) => it.loaded).map(({ name }) => name);
    const free = loading === "open" ? modules.filter((it) => !it.loaded && !it.refused) : [];
    const loadable = free.filter(({ there }) => there === true).map(({ name }) => name);
    return settle({
      problems: [
        ...(loaded.length === 0 ? [] : [problem("loaded", { names: listed(loaded) }, { severity: "medium" })]),
        ...(loadable.length === 0 ? [] : [problem("loadable", { names: listed(loadable) })]),
      ],
      gaps: free.some(({ there }) => there === undefined) ? [unlisted] : [],
      because: `of the rare modules none is loaded, and each is refused or not there; the kernel's loading is ${loading}`,
    });
  },
  remedy: {
    linux:
      "In /etc/modprobe.d/rare.conf a line for each: install NAME /bin/false\nA blacklist alone doesn't keep others from asking for them. Or, once all is loaded that is needed: kernel.modules_disabled = 1",
  },
});
