import { z } from "zod";
import type { ImageConfiguration } from "../collectors/collector.ts";
import { imageLimits } from "../layers/limits.ts";

const texts = z.array(z.string()).nullish();
const names = z.record(z.string(), z.unknown()).nullish();
/** The exec form, or the shell form of old engines. */
const command = z.union([z.string().transform((it) => [it]), z.array(z.string())]).nullish();
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** OCI image-spec `config.json` and Docker's image specification 1.2; what isn't needed may be as it likes. */
const schema = z.object({
  created: z.string().nullish(),
  os: z.string().default(""),
  architecture: z.string().default(""),
  config: z
    .object({
      User: z.string().nullish(),
      Env: texts,
      Entrypoint: command,
      Cmd: command,
      ExposedPorts: names,
      Volumes: names,
      Labels: z.record(z.string(), z.string()).nullish(),
      Healthcheck: z.object({ Test: texts }).nullish(),
      StopSignal: z.string().nullish(),
      OnBuild: texts,
    })
    .nullish(),
  rootfs: z.object({ type: z.literal("layers"), diff_ids: z.array(digest).max(imageLimits.layers) }),
  history: z
    .array(
      z.object({
        created: z.string().nullish(),
        created_by: z.string().nullish(),
        empty_layer: z.boolean().nullish(),
      }),
    )
    .max(10_000)
    .nullish(),
});

/**
 * Reads an image's configuration.
 *
 * @throws SyntaxError or ZodError for what is none
 */
export function readImageConfiguration(text: string): {
  readonly configuration: ImageConfiguration;
  readonly diffIds: readonly string[];
} {
  const { config, created, os, architecture, rootfs, history } = schema.parse(JSON.parse(text));
  const health = config?.Healthcheck?.Test ?? undefined;
  const configuration: ImageConfiguration = {
    created: created ?? undefined,
    ...{ os, architecture },
    user: config?.User ?? "",
    environment: config?.Env ?? [],
    entrypoint: config?.Entrypoint ?? [],
    command: config?.Cmd ?? [],
    ports: Object.keys(config?.ExposedPorts ?? {}),
    volumes: Object.keys(config?.Volumes ?? {}),
    labels: config?.Labels ?? {},
    healthcheck: health,
    stopSignal: config?.StopSignal ?? undefined,
    onBuild: config?.OnBuild ?? [],
    history: (history ?? []).map((it) => ({
      created: it.created ?? undefined,
      createdBy: it.created_by ?? "",
      emptyLayer: it.empty_layer === true,
    })),
  };
  return { configuration, diffIds: rootfs.diff_ids };
}
