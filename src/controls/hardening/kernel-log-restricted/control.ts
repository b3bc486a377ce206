import { kernelControl } from "../../kernel-parameters.ts";

export default kernelControl({
  id: "kernel-log-restricted",
  severity: "low",
  title: "Only administrators read the kernel log",
  parameters: [{ key: "kernel.dmesg_restrict", set: 1 }],
});
