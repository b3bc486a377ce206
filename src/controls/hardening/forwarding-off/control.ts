import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

const parameters = ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"];
/** They pass on what their guests send: without it these would have no network. */
const engines =
  /^(?:docker|podman|containerd|crio|kubelet|k3s(?:-agent)?|libvirtd|virtqemud|lxd|incus|wg-quick@.*|openvpn.*)\.service$/;

export default control({
  id: "forwarding-off",
  requirement: "HAR-1",
  aspect: "kernel-parameters",
  subject: "host",
  observes: ["host-sysctl", "host-units"],
  severity: "medium",
  title: "A host that is no router passes nothing on between its networks",
  problems: { on: "{key} is 1: packets are passed on from one network to another" },
  judge: ({ hostSysctl: { values }, hostUnits: { units } }, { problem }) => {
    const reason = units.find(({ name, active }) => active && engines.test(name))?.name;
    const on = parameters.filter((key) => values[key] === "1");
    return settle({
      problems: reason === undefined ? on.map((key) => problem("on", { key }, { discriminator: key })) : [],
      gaps: values["net.ipv4.ip_forward"] === undefined ? [unseen] : [],
      because: on.length === 0 ? "nothing is passed on" : `${reason} needs it for its guests`,
    });
  },
  remedy: {
    linux:
      "In /etc/sysctl.d/60-hardening.conf:\nnet.ipv4.ip_forward = 0\nnet.ipv6.conf.all.forwarding = 0\nand `sysctl --system`",
  },
});

const unseen = { reason: "net.ipv4.ip_forward was not seen", wouldVerify: "let Holdfast read /proc/sys/net" };
