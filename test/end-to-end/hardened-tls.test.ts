import { expect, it } from "vitest";
import { startNginx } from "../bed/nginx.ts";
import { testbedHas } from "../bed/program.ts";
import { siteName, type Variant } from "../bed/web-server.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

async function statusOfHardenedTls(variant: Variant): Promise<string | undefined> {
  const server = await startNginx({ variant });
  try {
    const estate = written(
      "estate.yaml",
      `
estate: here
environments:
  production: { kind: production }
systems:
  shop: { environment: production, exposure: external, endpoints: [shop] }
endpoints:
  shop: { url: "https://${siteName}:${server.port}/", connect: 127.0.0.1, trust: ${server.authority} }
`,
    );
    const ran = await holdfast(["check", estate, "--only", "HAR-3", "--json", "--quiet"]);
    const report: JsonReport = JSON.parse(ran.stdout);
    return report.requirements.find((one) => one.id === "HAR-3")?.status;
  } finally {
    await server.stop();
  }
}

it.skipIf(!testbedHas("nginx"))(
  "hardened TLS (HAR-3) is verified on a hardened nginx, and violated on a bad one",
  async () => {
    expect(await statusOfHardenedTls("good")).toBe("verified");
    expect(await statusOfHardenedTls("bad")).toBe("violated");
  },
);
