import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { remedy } from "./remedy.ts";

export default control({
  id: "cross-origin-credentials",
  requirement: "HAR-4",
  aspect: "cross-origin",
  subject: "endpoint",
  observes: ["http-cors"],
  severity: "high",
  title: "No stranger's origin may read answers with credentials",
  problems: {
    stranger: "{where}: every origin may read answers with the user's credentials",
    prefixed: "{where}: every origin whose name ends with the endpoint's may read answers with the user's credentials",
    suffixed:
      "{where}: every origin whose name starts with the endpoint's may read answers with the user's credentials",
    null: "{where}: sandboxed frames (the origin null) of everybody may read answers with the user's credentials",
    plain:
      "{where}: who changes plain HTTP on the way may read answers with the user's credentials (http:// is trusted)",
  },
  judge: ({ httpCors: { trials } }, { problem }) => {
    const open = trials.filter((it) => it.allowed && it.credentials);
    const everybody = new Set(open.filter(({ kind }) => kind === "stranger").map(({ target }) => target));
    // Where a stranger may, whoever looks like somebody may as well: one problem tells it.
    const told = open.filter(({ kind, target }) => kind === "stranger" || !everybody.has(target));
    const kinds = [...new Set(told.map(({ kind }) => kind))];
    const unseen = trials.flatMap(({ target, trouble }) => (trouble === undefined ? [] : [{ target, ...trouble }]));
    return settle({
      problems: kinds.map((kind) => {
        const where = [...new Set(told.filter((it) => it.kind === kind).map(({ target }) => target))].join(", ");
        return problem(kind, { where }, kind === "plain" ? { severity: "low" } : {});
      }),
      gaps: unseen.map(({ target, message, wouldVerify }) => ({ reason: `${target}: ${message}`, wouldVerify })),
      because: `none of ${new Set(trials.map(({ kind }) => kind)).size} foreign origins may read answers with credentials`,
    });
  },
  remedy,
});
