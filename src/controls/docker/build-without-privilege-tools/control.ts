import { settle } from "../../../verdict/outcome.ts";
import { lineage, programOf, runsOf, unseenCommands } from "../../build-stages.ts";
import { control } from "../../control.ts";

const installs = /^(?:apt|apt-get|aptitude|apk|dnf|yum|microdnf|tdnf|zypper)$/;

export default control({
  id: "build-without-privilege-tools",
  requirement: "DOC-4",
  aspect: "build-configuration",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "medium",
  title: "The image needs no sudo",
  problems: {
    installed: "line {line}: {tool} is installed, by which a process may become root",
    allowed: "line {line}: a rule of sudo lets {who} become root without a password",
    secured: "line {line}: RUN {flag} lifts the builder's own walls",
  },
  judge: ({ dockerfileBuild }, { problem }) => {
    const instructions = lineage(dockerfileBuild).flatMap((it) => it.instructions.filter((one) => !one.onbuild));
    const runs = runsOf(instructions);
    const commands = runs.flatMap((it) => it.commands);
    const removed = commands.some(
      (it) =>
        installs.test(programOf(it)) &&
        it.words.some((one) => /^(?:purge|remove|del|erase|autoremove)$/.test(one)) &&
        it.words.includes("sudo"),
    );
    const installed = removed
      ? []
      : commands.filter(
          (it) =>
            installs.test(programOf(it)) &&
            it.words.some((one) => /^(?:install|add)$/.test(one)) &&
            it.words.some((one) => one === "sudo" || one === "doas"),
        );
    const allowed = commands.filter((it) => it.words.some((one) => /NOPASSWD:/.test(one)));
    const lifted = runs.flatMap((it) =>
      it.flags
        .filter((one) => /^--(?:security=insecure|network=host)$/.test(one))
        .map((flag) => ({ line: it.line, flag })),
    );
    return settle({
      problems: [
        ...installed.map((it) =>
          problem("installed", { line: it.line, tool: it.words.includes("sudo") ? "sudo" : "doas" }),
        ),
        ...allowed.map((it) =>
          problem("allowed", { line: it.line, who: "somebody" }, { discriminator: String(it.line) }),
        ),
        ...lifted.map(({ line, flag }) => problem("secured", { line, flag }, { discriminator: `${line} ${flag}` })),
      ],
      gaps: unseenCommands(dockerfileBuild, runs),
      because: "no tool to become root is installed, and no wall of the builder is lifted",
    });
  },
  remedy: { docker: "Do what needs root before USER, and drop to another user at run time with setpriv or gosu." },
});
