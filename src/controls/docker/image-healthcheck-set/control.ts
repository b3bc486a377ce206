import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "image-healthcheck-set",
  requirement: "DOC-4",
  aspect: "configuration-scan",
  subject: "image",
  observes: ["image-configuration"],
  severity: "low",
  title: "The image says how to tell that its container works",
  problems: {
    missing: "it has no HEALTHCHECK: an engine can't tell a container that hangs from one that works",
    off: "its HEALTHCHECK is NONE, which switches that of its base off",
  },
  judge: ({ imageConfiguration: { healthcheck } }, { problem }) =>
    settle({
      problems: healthcheck === "set" ? [] : [problem(healthcheck === "none" ? "off" : "missing")],
      gaps: [],
      because: "its HEALTHCHECK is set",
    }),
  remedy: {
    docker:
      'HEALTHCHECK CMD ["/app/healthy"] in the final stage; build in Docker\'s format, as that of the OCI drops it (podman build --format docker)',
  },
});
