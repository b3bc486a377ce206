import { z } from "zod";

/** What of the rarely needed modules the kernel has loaded, or could load. */
export const hostModulesSchema = z.strictObject({
  /** `none`: the kernel takes no modules at all; `closed`: it takes no more until it starts again; `open`. */
  loading: z.enum(["none", "closed", "open"]),
  modules: z.array(
    z.strictObject({
      name: z.string(),
      /** Loaded now, or part of the kernel itself. */
      loaded: z.boolean(),
      /** Whether the running kernel has it on disk; absent where its list could not be read. */
      there: z.boolean().optional(),
      /** Whether modprobe is told to refuse it. */
      refused: z.boolean(),
    }),
  ),
});

/** Mandatory access control: AppArmor, SELinux. */
export const hostAccessControlSchema = z.strictObject({
  /** Whether the kernel's own files about it could be seen. */
  visible: z.boolean(),
  /** Modules of the kernel that are active: `apparmor`, `selinux`, `yama` …; absent where they were not told. */
  active: z.array(z.string()).optional(),
  /** Profiles of AppArmor by their mode; absent where they may not be read, or there is none. */
  profiles: z.strictObject({ enforce: z.int(), other: z.int() }).optional(),
  /** Whether SELinux enforces; absent without it. */
  enforcing: z.boolean().optional(),
});

/** Code that processes of other users than root run, as far as these can change it. */
export const hostServiceCodeSchema = z.strictObject({
  /** Processes whose program could be seen. */
  processes: z.int(),
  /** Processes of which that was not so. */
  unseen: z.int(),
  writable: z.array(
    z.strictObject({
      process: z.string(),
      processId: z.int(),
      user: z.string(),
      unit: z.string().optional(),
      path: z.string(),
      mode: z.string(),
    }),
  ),
});

/** Interpreters and servers that came from elsewhere than the distribution. */
export const hostRuntimesSchema = z.strictObject({
  /** Whether root looked, who may enter every folder. */
  complete: z.boolean(),
  runtimes: z.array(
    z.strictObject({
      path: z.string(),
      product: z.string(),
      /** As the names of its files tell it; absent where they don't. */
      version: z.string().optional(),
      /** Last day with security updates, by `source`; absent where it is not known. */
      endOfLife: z.string().optional(),
      source: z.string(),
    }),
  ),
});

export const confinementFacts = {
  "host-modules": hostModulesSchema,
  "host-access-control": hostAccessControlSchema,
  "host-service-code": hostServiceCodeSchema,
  "host-runtimes": hostRuntimesSchema,
};
