import { settle } from "../../../verdict/outcome.ts";
import { neededInstructions, runsOf, unseenCommands } from "../../build-stages.ts";
import { control } from "../../control.ts";
import { switchedOff, switchesOff } from "../../switched-off-checks.ts";

export default control({
  id: "build-signature-checks-on",
  requirement: "DOC-1",
  aspect: "build-sources",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "high",
  title: "No check of signatures or certificates is switched off in a build",
  problems: { off: "line {line}: {what} lets anything in, whoever it comes from" },
  judge: ({ dockerfileBuild }, { problem }) => {
    const instructions = neededInstructions(dockerfileBuild);
    const set = instructions.flatMap((it) =>
      it.kind === "env" || it.kind === "arg"
        ? Object.entries(it.values)
            .map(([name, value]) => `${name}=${value}`)
            .filter(switchesOff)
            .map((what) => ({ line: it.line, what }))
        : [],
    );
    const run = runsOf(instructions).flatMap(({ commands }) =>
      commands.flatMap((command) => switchedOff(command).map((what) => ({ line: command.line, what }))),
    );
    return settle({
      problems: [...set, ...run].map(({ line, what }) =>
        problem("off", { line, what }, { discriminator: `${line} ${what}` }),
      ),
      gaps: unseenCommands(dockerfileBuild),
      because: "no command and no variable of the build switches such a check off",
    });
  },
  remedy: {
    docker:
      "Leave the option out; add the certification authority or key that is missing (update-ca-certificates, signed-by=).",
  },
});
