import { kernelControl } from "../../kernel-parameters.ts";

export default kernelControl({
  id: "magic-sysrq-restricted",
  severity: "low",
  title: "The magic SysRq key can't dump or kill",
  parameters: [{ key: "kernel.sysrq", set: 0, sound: (value) => value !== 1 && (value & (8 | 64)) === 0 }],
});
