import { kernelControl } from "../../kernel-parameters.ts";

export default kernelControl({
  id: "network-redirects-refused",
  severity: "medium",
  title: "ICMP redirects are neither accepted nor sent",
  parameters: [
    { key: "net.ipv4.conf.*.accept_redirects", set: 0 },
    { key: "net.ipv4.conf.*.send_redirects", set: 0 },
    { key: "net.ipv6.conf.*.accept_redirects", set: 0 },
  ],
  beware: "An interface that has a value of its own keeps it until the next start: set it too, or restart.",
});
