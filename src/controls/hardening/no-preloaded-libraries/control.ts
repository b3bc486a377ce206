import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

/** Allocators that some put into every program, from the folders of the system alone. */
const known =
  /^\/(?:usr\/)?lib(?:64)?\/(?:[\w-]+\/)?lib(?:hardened_malloc(?:-light)?|jemalloc|tcmalloc(?:_minimal)?|mimalloc(?:-secure)?|snoopy)\.so[\d.]*$/;

export default control({
  id: "no-preloaded-libraries",
  requirement: "HAR-1",
  aspect: "file-modes",
  subject: "host",
  observes: ["host-trust"],
  severity: "high",
  title: "No unknown library is put into every program",
  problems: {
    preloaded: "{library} is put into every program that starts, those of root included (/etc/ld.so.preload)",
  },
  judge: ({ hostTrust: { preloaded, unseen } }, { problem }) =>
    settle({
      problems: preloaded
        .filter((library) => !known.test(library))
        .map((library) => problem("preloaded", { library }, { discriminator: library })),
      gaps: unseen.filter(({ reason }) => !/exports|[rs]hosts|hosts\.equiv/.test(reason)),
      because:
        preloaded.length === 0 ? "/etc/ld.so.preload names nothing" : "/etc/ld.so.preload names only known allocators",
    }),
  remedy: {
    linux:
      "Find out who put it there and when, before anything else: this is how rootkits hide. Then take the line out of /etc/ld.so.preload.",
  },
});
