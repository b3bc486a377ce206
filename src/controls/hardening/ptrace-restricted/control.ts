import { kernelControl } from "../../kernel-parameters.ts";

export default kernelControl({
  id: "ptrace-restricted",
  severity: "medium",
  title: "Processes can't look into each other's memory",
  parameters: [{ key: "kernel.yama.ptrace_scope", set: 1, sound: (value) => value >= 1 }],
});
