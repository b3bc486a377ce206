import { z } from "zod";
import { unseenSchema } from "../../unseen-schema.ts";

const file = z.strictObject({
  path: z.string(),
  /** Octal, four digits. */
  mode: z.string(),
  userId: z.int(),
  groupId: z.int(),
  /** Package it belongs to, where the database says so. */
  package: z.string().optional(),
});

/** Files of the image as a container sees them (whiteouts applied) that matter for hardening. */
export const imageFilesSchema = z.strictObject({
  files: z.int(),
  bytes: z.number(),
  /** Set-uid and set-gid files, at most 500. */
  setId: z.array(file),
  /** Files with capabilities (`security.capability`), at most 200. */
  capabilities: z.array(file.extend({ capabilities: z.string() })),
  /** World-writable files, and folders without sticky bit, at most 200. */
  worldWritable: z.array(file),
  /** Device nodes. */
  devices: z.array(file),
  /** Sample applications and default pages, by what they are: `nginx default page`, `Tomcat examples`. */
  samples: z.array(z.strictObject({ path: z.string(), what: z.string() })),
  /** Programs that help an intruder: package managers, compilers, debuggers, network tools, shells. */
  tools: z.array(z.strictObject({ path: z.string(), kind: z.string() })),
  unseen: unseenSchema,
});

/** Accounts in the image. No hash is kept. */
export const imageAccountsSchema = z.strictObject({
  accounts: z.array(
    z.strictObject({
      name: z.string(),
      userId: z.int(),
      groupId: z.int(),
      home: z.string(),
      shell: z.string(),
      canLogIn: z.boolean(),
      /** Absent when the image has no /etc/shadow. */
      password: z.enum(["set", "locked", "empty"]).optional(),
    }),
  ),
  unseen: unseenSchema,
});

/** Traces of remote shell services, each by how it was found. */
export const imageRemoteShellsSchema = z.strictObject({
  found: z.array(
    z.strictObject({
      /** Such as `sshd`, `dropbear`, `telnetd`, `rshd`, `rlogind`, `tinysshd`, `mosh-server`, `ttyd`, `gotty`, `shellinabox`, `teleport`. */
      shell: z.string(),
      /** `content`: an executable that is one by what is in it, whatever its name. */
      how: z.enum([
        "package",
        "path",
        "content",
        "applet",
        "start",
        "configuration",
        "port",
        "authorized-keys",
        "host-key",
      ]),
      /** Path, package or field. */
      place: z.string(),
      detail: z.string().optional(),
    }),
  ),
  /** Executables whose content was looked at. */
  executables: z.int(),
  unseen: unseenSchema,
});
