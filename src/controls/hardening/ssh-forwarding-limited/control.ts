import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { judgeSshd, otherwiseGaps, settingOf, settingsGaps } from "../../sshd-settings.ts";

const keywords = ["x11forwarding", "gatewayports"];

export default control({
  id: "ssh-forwarding-limited",
  requirement: "HAR-2",
  aspect: "listeners",
  subject: "host",
  observes: ["host-sshd", "host-listeners"],
  severity: "low",
  title: "SSH opens no ports for its users",
  problems: {
    x11forwarding: "sshd opens ports for the graphical programs of its users: X11Forwarding is {value}",
    gatewayports: "users can open ports to the network through sshd: GatewayPorts is {value}",
  },
  judge: ({ hostSshd, hostListeners }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const on = (keyword: string) => {
        const value = settingOf(hostSshd.settings, keyword);
        return value === undefined || value === "no" ? [] : [{ value }];
      };
      return settle({
        problems: [
          ...on("x11forwarding").map((data) => problem("x11forwarding", data)),
          ...on("gatewayports").map((data) => problem("gatewayports", data, { severity: "medium" })),
        ],
        gaps: [...settingsGaps(hostSshd.settings, keywords), ...otherwiseGaps(hostSshd)],
        because: "X11Forwarding and GatewayPorts are off",
      });
    }),
  remedy: { openssh: "X11Forwarding no\nGatewayPorts no" },
});
