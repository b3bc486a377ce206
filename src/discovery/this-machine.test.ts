import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startNginx } from "../../test/bed/nginx.ts";
import { probeContext } from "../../test/bed/observe.ts";
import { onlyPorts } from "../../test/bed/own-ports.ts";
import { testbedHas } from "../../test/bed/program.ts";
import { startRedis } from "../../test/bed/redis.ts";
import { runFolder } from "../../test/bed/run-folder.ts";
import { siteName } from "../../test/bed/web-server.ts";
import { observed } from "../../test/discovered.ts";
import { loadEstate } from "../estate/load.ts";
import { hostSchema } from "../estate/schema.ts";
import { factSchemas } from "../probes/fact-kinds.ts";
import { neighbourhoodProbe } from "../probes/neighbourhood/probe.ts";
import { serviceProbe } from "../probes/service/probe.ts";
import { discoverEstate } from "./discover.ts";
import { draftEstate } from "./draft.ts";

test.skipIf(!testbedHas("nginx") || !testbedHas("redis-server"))(
  "what really runs here becomes a draft that loads without a mistake or a warning",
  async () => {
    const [nginx, redis] = await Promise.all([startNginx({ variant: "good" }), startRedis()]);
    onTestFinished(async () => void (await Promise.all([nginx.stop(), redis.stop()])));
    const folder = runFolder("discovery");
    writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");

    const subject = {
      id: "host:here",
      kind: "host",
      name: "here",
      systems: [],
      declared: hostSchema.parse({}),
    } as const;
    const context = { ...probeContext(), transport: onlyPorts([nginx.port, nginx.plainPort, redis.port]) };
    const [services] = await serviceProbe({ loopback: true }).observe(subject, context);
    const [around] = await neighbourhoodProbe({ folder }).observe(subject, context);
    if (!(services && around && "facts" in services && "facts" in around)) throw new Error("not observed");
    const found = discoverEstate(
      [
        observed("host-services", factSchemas["host-services"].parse(services.facts)),
        observed("host-neighbourhood", factSchemas["host-neighbourhood"].parse(around.facts)),
      ],
      { hostname: "this machine", folder },
    );

    const file = join(folder, "holdfast.yaml");
    writeFileSync(file, draftEstate(found));
    const { estate, warnings } = await loadEstate(file);
    expect(warnings).toEqual([]);
    expect(estate.endpoints).toMatchObject({
      [`https-${nginx.port}`]: { url: `https://localhost:${nginx.port}/`, connect: "127.0.0.1" },
      [`http-${nginx.plainPort}`]: { url: `http://localhost:${nginx.plainPort}/` },
    });
    expect(estate.databases).toMatchObject({ [`redis-${redis.port}`]: { kind: "redis" } });
    expect(estate.dockerfiles).toMatchObject({ Dockerfile: { path: "Dockerfile" } });
    expect(found.notes.find((it) => it.path === `/endpoints/https-${nginx.port}`)?.text).toContain(siteName);
  },
);
