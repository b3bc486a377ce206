import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

/** What listens, by the number that is assigned to it or that its maker chose. */
const services = new Map([
  ...([
    [22, "SSH"],
    [23, "telnet"],
    [512, "rexec"],
    [513, "rlogin"],
    [514, "rsh"],
  ] as const),
  ...([
    [2375, "an engine's API without TLS"],
    [5900, "VNC"],
    [6000, "X11"],
    [3389, "remote desktops"],
  ] as const),
  ...([
    [5005, "Java's debugger"],
    [9229, "Node's debugger"],
    [2345, "Go's debugger"],
  ] as const),
]);

export default control({
  id: "image-ports-harmless",
  requirement: "DOC-4",
  aspect: "configuration-scan",
  subject: "image",
  observes: ["image-configuration"],
  severity: "medium",
  title: "The image offers no port of remote administration or debugging",
  problems: { offered: "it offers {port}, the port of {service}" },
  judge: ({ imageConfiguration: { ports } }, { problem }) => {
    const read = ports.map((port) => ({ port, range: rangeOf(port) }));
    return settle({
      problems: read.flatMap(({ port, range }) =>
        [...services]
          .filter(([number]) => range !== undefined && number >= range.first && number <= range.last)
          .map(([number, service]) => problem("offered", { port, service }, { discriminator: `${number}` })),
      ),
      gaps: read.flatMap(({ port, range }) => (range === undefined ? [unread(port)] : [])),
      because: `of the ${ports.length} ports that it offers none is for administration or debugging`,
    });
  },
  remedy: { docker: "Remove the EXPOSE, and do not start what listens there" },
});

/** Ports as engines write them: `8443/tcp`, `22`, `8000-8010/tcp`; nothing for UDP, where these services are not. */
function rangeOf(port: string): { readonly first: number; readonly last: number } | undefined {
  const [, first = "", last = first, protocol = "tcp"] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(\w+))?$/.exec(port) ?? [];
  if (first === "") return undefined;
  return /^(?:tcp|sctp)$/i.test(protocol) ? { first: Number(first), last: Number(last) } : { first: 1, last: 0 };
}

const unread = (port: string): Gap => ({
  reason: `what the port ${port.slice(0, 80)} is can't be read`,
  wouldVerify: "write ports as EXPOSE 8443/tcp",
});
