import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

/** Units that systemd makes for whoever logs in. */
const isSession = /^(?:session-\w+\.scope|user@\d+\.service|init\.scope)$/;

export default control({
  id: "own-code-read-only",
  requirement: "BCK-1",
  aspect: "own-code",
  subject: "host",
  observes: ["host-service-code"],
  severity: "medium",
  title: "No service can change the code that it runs",
  problems: { writable: "{process}{unit} runs as {user}, which may change {path} (mode {mode})" },
  judge: ({ hostServiceCode: { processes, unseen, writable } }, { problem }) => {
    // People's own sessions run their own programs.
    const services = writable.filter(({ unit }) => unit === undefined || !isSession.test(unit));
    const told = [...new Map(services.map((it) => [`${it.unit ?? it.process} ${it.path}`, it])).values()];
    return settle({
      problems: told.map(({ process, unit, user, path, mode }) =>
        problem(
          "writable",
          { process, unit: unit === undefined ? "" : ` of ${unit}`, user, path, mode },
          { discriminator: `${unit ?? process} ${path}` },
        ),
      ),
      gaps: unseenPrograms(unseen),
      because: `of ${processes} processes that are not root's, no service may write its program, its script, or the folder of either`,
    });
  },
  remedy: {
    linux:
      "Give the code to root or to the account that deploys it, and let the service read it: chown -R root: /srv/APP && chmod -R go-w /srv/APP; what it must write belongs into a folder of its own, outside of the code.",
    systemd: "ProtectSystem=strict, and ReadWritePaths= for what it must write.",
  },
});

function unseenPrograms(count: number): readonly Gap[] {
  if (count === 0) return [];
  return [{ reason: `the programs of ${count} processes could not be seen`, wouldVerify: "run as root on the host" }];
}
