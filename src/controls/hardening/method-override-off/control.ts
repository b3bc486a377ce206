import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { remedy } from "./remedy.ts";

export default control({
  id: "method-override-off",
  requirement: "HAR-10",
  aspect: "undeclared-methods",
  subject: "endpoint",
  observes: ["http-methods"],
  severity: "low",
  title: "No header turns a POST into another method",
  problems: {
    honoured: "{header} turns a POST into another method, past whoever looks at the method alone",
  },
  judge: ({ httpMethods: { overrides } }, { problem }) => {
    const { tellable, trials } = overrides ?? { tellable: true, trials: [] };
    const alike = {
      reason: "on a path that does not exist, a POST and a GET are answered alike or unsteadily",
      wouldVerify: "let the proxy remove these headers, and attest it",
    };
    return settle({
      problems: trials
        .filter((it) => it.honoured)
        .map(({ header }) => problem("honoured", { header }, { discriminator: header })),
      gaps: [
        ...(trials.length === 0 ? [{ reason: "no such header was tried", wouldVerify: "observe again" }] : []),
        ...(tellable ? [] : [alike]),
        ...trials.flatMap(({ header, trouble: it }) =>
          it === undefined ? [] : [{ reason: `${header}: ${it.message}`, wouldVerify: it.wouldVerify }],
        ),
      ],
      because: `${trials.map(({ header }) => header).join(", ")} change nothing about a POST`,
    });
  },
  remedy,
});
