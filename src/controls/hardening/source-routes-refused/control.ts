import { kernelControl } from "../../kernel-parameters.ts";

export default kernelControl({
  id: "source-routes-refused",
  severity: "medium",
  title: "Source-routed packets are refused",
  parameters: [
    { key: "net.ipv4.conf.all.accept_source_route", set: 0 },
    { key: "net.ipv6.conf.all.accept_source_route", set: 0, sound: (value) => value <= 0 },
  ],
});
