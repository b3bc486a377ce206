import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "container-lifetime-limited",
  requirement: "DOC-6",
  aspect: "limit",
  subject: "container",
  observes: ["container-lifetime"],
  severity: "medium",
  title: "A maximal lifetime is set for the container",
  problems: { unset: "no maximal lifetime is set; the container was made on {day}" },
  judge: ({ containerLifetime: { created } }, { subject, policy, problem }) => {
    const days = subject.declared.maxLifetimeDays;
    const { imageMaxAgeDays } = policy;
    return settle({
      problems:
        days === undefined && imageMaxAgeDays === undefined ? [problem("unset", { day: created.slice(0, 10) })] : [],
      gaps: [],
      because:
        days === undefined
          ? `any image must be rebuilt after ${imageMaxAgeDays} days, and a container can't be older than its image`
          : `it must be replaced after ${days} days`,
    });
  },
  remedy: {
    docker:
      "Declare maxLifetimeDays of the container, and replace it by then: docker compose build --pull --no-cache && docker compose up -d",
  },
});
