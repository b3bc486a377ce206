import { kernelControl } from "../../kernel-parameters.ts";

export default kernelControl({
  id: "kernel-pointers-hidden",
  severity: "medium",
  title: "Kernel addresses are hidden from users",
  parameters: [{ key: "kernel.kptr_restrict", set: 1, sound: (value) => value >= 1 }],
});
