import { z } from "zod";
import { unseenSchema } from "../../unseen-schema.ts";

/** Distribution, installed packages, and what their installation left behind. */
export const imagePackagesSchema = z.strictObject({
  /** Absent when there is no os-release: nothing can be said of its packages then. */
  os: z
    .strictObject({
      id: z.string(),
      versionId: z.string().optional(),
      codename: z.string().optional(),
      prettyName: z.string(),
    })
    .optional(),
  /** Absent when no package database was found. */
  manager: z.enum(["dpkg", "apk", "rpm"]).optional(),
  packages: z.array(
    z.strictObject({
      name: z.string(),
      version: z.string(),
      architecture: z.string().optional(),
      /** Source package and its version, where they differ. */
      source: z.string().optional(),
      sourceVersion: z.string().optional(),
    }),
  ),
  /** Package sources configured in the image. */
  sources: z.array(
    z.strictObject({
      /** File it is in. */
      place: z.string(),
      uri: z.string(),
      /** Suites of apt, empty for others. */
      suites: z.array(z.string()),
      security: z.boolean(),
      /** Options that switch signature checks off, such as `trusted=yes`, `gpgcheck=0`. */
      unchecked: z.array(z.string()),
    }),
  ),
  /** Settings elsewhere that switch signature checks off, with their file. */
  uncheckedSettings: z.array(z.strictObject({ place: z.string(), setting: z.string() })),
  /** Key files that package managers trust; fingerprints in hex where they could be read. */
  keys: z.array(z.strictObject({ place: z.string(), fingerprints: z.array(z.string()) })),
  /** Upgrades that the package manager's own log tells of. */
  upgrades: z.array(z.strictObject({ at: z.string(), command: z.string(), packages: z.int() })),
  /** Newest moment that the image's own files prove it was still being built: RFC 3339, by log, database or file dates. */
  builtNotBefore: z.strictObject({ at: z.string(), by: z.string() }).optional(),
  unseen: unseenSchema,
});

/** Packages of programming languages, wherever they lie in the image. */
export const imageComponentsSchema = z.strictObject({
  components: z.array(
    z.strictObject({
      /** OSV's name of the ecosystem: `npm`, `PyPI`, `Go`, `Maven`, `RubyGems`, `crates.io`. */
      ecosystem: z.string(),
      name: z.string(),
      version: z.string(),
      path: z.string(),
    }),
  ),
  /** Executables and archives that no package owns and nothing identifies: no list can clear them. */
  unidentified: z.array(z.string()),
  unseen: unseenSchema,
});
