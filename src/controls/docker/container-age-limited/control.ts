import { settle, unknown } from "../../../verdict/outcome.ts";
import { ageOf } from "../../container-age.ts";
import { control } from "../../control.ts";

export default control({
  id: "container-age-limited",
  requirement: "DOC-6",
  aspect: "age",
  subject: "container",
  observes: ["container-lifetime"],
  severity: "medium",
  title: "Neither the container nor its image is older than its maximal lifetime",
  problems: {
    container: "the container was made on {day}, {days} days ago, and had to be replaced by {until}",
    image: "its image was built on {day}, {days} days ago, and had to be rebuilt by {until}",
  },
  judge: ({ containerLifetime: { created, image } }, { subject, policy, now, problem }) => {
    const { maxLifetimeDays } = subject.declared;
    const limit = maxLifetimeDays ?? policy.imageMaxAgeDays;
    if (limit === undefined)
      return unknown("no maximal lifetime is set", `declare maxLifetimeDays of container ${subject.name}`);
    const imageLimit = Math.min(limit, policy.imageMaxAgeDays ?? limit);
    const container = ageOf([created], limit, now);
    const built = ageOf([image.created, image.newestLayer], imageLimit, now);
    const ages = [["container", container] as const, ["image", built] as const];
    return settle({
      problems: ages.flatMap(([id, age]) => (age?.isOver === true ? [problem(id, age.told)] : [])),
      gaps: ages.flatMap(([id, age]) =>
        age === undefined
          ? [
              {
                reason: `the ${id} says of itself that it was made on ${(id === "image" ? image.created : created) ?? "no day"}, which nobody believes`,
                wouldVerify:
                  "build the image with its real date (SOURCE_DATE_EPOCH of the day), or make it known by a label",
              },
            ]
          : [],
      ),
      because: `the container must be replaced by ${[container, built].map((it) => it?.told.until ?? "").sort()[0]}`,
    });
  },
  remedy: {
    docker: "docker compose build --pull --no-cache && docker compose up -d: a restart alone makes nothing younger",
  },
});
