import { kernelControl } from "../../kernel-parameters.ts";

export default kernelControl({
  id: "syn-cookies-on",
  severity: "medium",
  title: "SYN cookies are on",
  parameters: [{ key: "net.ipv4.tcp_syncookies", set: 1, sound: (value) => value >= 1 }],
});
