import { kernelControl } from "../../kernel-parameters.ts";

export default kernelControl({
  id: "links-protected",
  severity: "medium",
  title: "Links and files in shared folders are protected",
  parameters: [
    { key: "fs.protected_symlinks", set: 1 },
    { key: "fs.protected_hardlinks", set: 1 },
    { key: "fs.protected_fifos", set: 1, sound: (value) => value >= 1 },
    { key: "fs.protected_regular", set: 1, sound: (value) => value >= 1 },
  ],
});
