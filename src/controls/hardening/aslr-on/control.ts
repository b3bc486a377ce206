import { kernelControl } from "../../kernel-parameters.ts";

export default kernelControl({
  id: "aslr-on",
  severity: "high",
  title: "Address space layout randomisation is on",
  parameters: [{ key: "kernel.randomize_va_space", set: 2 }],
});
