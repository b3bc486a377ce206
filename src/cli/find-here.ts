import { homedir, hostname } from "node:os";
import { resolve } from "node:path";
import { type Observer, observe } from "../assessment/observe.ts";
import { discoverEstate } from "../discovery/discover.ts";
import type { Found } from "../discovery/found.ts";
import { hostSchema } from "../estate/schema.ts";
import type { Subject } from "../estate/subject.ts";
import { neighbourhoodProbe } from "../probes/neighbourhood/probe.ts";
import { serviceProbe } from "../probes/service/probe.ts";

/** What is on this machine and in a folder, as an estate that nobody has decided on yet. */
export async function findHere(folder: string, observer: Observer): Promise<Found> {
  const subject: Subject = { id: "host:here", kind: "host", name: "here", systems: [], declared: hostSchema.parse({}) };
  const looks = [serviceProbe({ loopback: true }), neighbourhoodProbe({ folder })].map((probe) => ({
    probe,
    subject,
    wanted: probe.yields,
    sections: [],
  }));
  const observations = await observe(looks, { ...observer, progress: () => undefined });
  return discoverEstate(observations, { hostname: hostname(), folder: resolve(folder), home: homedir() });
}
