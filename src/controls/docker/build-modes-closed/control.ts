import { settle } from "../../../verdict/outcome.ts";
import { lineage, programOf, runsOf, unseenCommands } from "../../build-stages.ts";
import { control } from "../../control.ts";

/** Modes that let everybody write; a sticky bit (1777) keeps one from another's files. */
const open =
  /^(?:0?[0-7]{2}[2367]|[2-7]?[0-7]{2}[2367]|[augo]*a[augo]*\+[rstX]*w[rwxstX]*|\+[rxstX]*w[rwxstX]*|[ug]*o[ug]*[+=][rxstX]*w[rwxstX]*)$/;
const passing = /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)|^\$/;

export default control({
  id: "build-modes-closed",
  requirement: "DOC-4",
  aspect: "build-configuration",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "medium",
  title: "No file is opened to everybody in a build",
  problems: { open: "line {line}: mode {mode} lets every process write {what}" },
  judge: ({ dockerfileBuild }, { problem }) => {
    const instructions = lineage(dockerfileBuild).flatMap((it) => it.instructions.filter((one) => !one.onbuild));
    const runs = runsOf(instructions);
    const changed = runs.flatMap(({ commands }) =>
      commands.flatMap(({ line, words, ...rest }) => {
        if (programOf({ words, ...rest }) !== "chmod") return [];
        const [mode = "", ...files] = words.slice(1).filter((it) => !/^-(?:[Rcfv]+|-.*)$/.test(it));
        return mode.split(",").some((it) => open.test(it)) ? [{ line, mode, files }] : [];
      }),
    );
    const copied = instructions.flatMap((it) =>
      (it.kind === "copy" || it.kind === "add") && open.test(it.mode ?? "")
        ? [{ line: it.line, mode: it.mode ?? "", files: [it.target] }]
        : [],
    );
    const kept = [...changed, ...copied].filter(
      ({ files }) => files.length === 0 || !files.every((it) => passing.test(it)),
    );
    return settle({
      problems: kept.map(({ line, mode, files }) => {
        const what = files.slice(0, 3).join(", ") || "what it is given";
        return problem("open", { line, mode, what }, { discriminator: `${mode} ${what}` });
      }),
      gaps: unseenCommands(dockerfileBuild, runs),
      because: "no chmod and no --chmod opens a file to everybody",
    });
  },
  remedy: { docker: "Give the files to the user that needs them: COPY --chown=10001:10001 --chmod=0750, or chown" },
});
