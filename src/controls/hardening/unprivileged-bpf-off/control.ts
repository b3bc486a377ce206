import { kernelControl } from "../../kernel-parameters.ts";

export default kernelControl({
  id: "unprivileged-bpf-off",
  severity: "medium",
  title: "Users can't load BPF programs",
  parameters: [{ key: "kernel.unprivileged_bpf_disabled", set: 1, sound: (value) => value === 1 || value === 2 }],
});
