import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { discriminatorOf, switchedOn, whence } from "../../ssh-logins.ts";
import { daemonGaps, judgeSshd, settingsGaps } from "../../sshd-settings.ts";

const keywords = ["x11forwarding", "gatewayports"];

export default control({
  id: "ssh-forwarding-limited",
  requirement: "HAR-2",
  aspect: "listeners",
  subject: "host",
  observes: ["host-sshd", "host-listeners", "host-logins"],
  severity: "low",
  title: "SSH opens no ports for its users",
  problems: {
    x11forwarding: "sshd opens ports for the graphical programs of {whose}{whence}: X11Forwarding is {value}",
    gatewayports: "{who} can open ports to the network through sshd{whence}: GatewayPorts is {value}",
  },
  judge: ({ hostSshd, hostListeners, hostLogins }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const on = (keyword: "x11forwarding" | "gatewayports") =>
        switchedOn(hostLogins, keyword).map(({ login, trait: value }) => {
          const { account } = login;
          const data = { who: account ?? "users", whose: account ?? "its users", value, whence: whence(login) };
          const severity = keyword === "gatewayports" ? ({ severity: "medium" } as const) : {};
          return problem(keyword, data, { discriminator: discriminatorOf(login), ...severity });
        });
      return settle({
        problems: [...on("x11forwarding"), ...on("gatewayports")],
        gaps: [...settingsGaps(hostSshd.settings, keywords), ...daemonGaps(hostSshd), ...hostLogins.unseen],
        because: "X11Forwarding and GatewayPorts are off, for everybody",
      });
    }),
  remedy: { openssh: "X11Forwarding no\nGatewayPorts no" },
});
