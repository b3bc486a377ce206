import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The longest name of a UNIX socket is 107 bytes, and ssh puts 17 of its own behind while it makes one. */
const longest = 107 - 17 - "/holdfast-ssh-XXXXXX/9999".length;

/**
 * A new folder for sockets, which only this user may enter: in the user's own runtime folder if there is one, else among
 * temporary files. What ssh would read as something else than a path is passed over, and so is what is too long.
 */
export function socketFolder(): { readonly path: string; remove(): void } {
  const places = [process.env["XDG_RUNTIME_DIR"] ?? "", tmpdir(), "/tmp"];
  for (const place of places) {
    if (!/^\/[\w./-]*$/.test(place) || Buffer.byteLength(place) > longest) continue;
    try {
      const path = mkdtempSync(join(place, "holdfast-ssh-"));
      return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
    } catch {
      // Gone, or not writable for this user; the next one may be.
    }
  }
  throw new Error(`no folder for sockets can be made in any of ${places.join(" ")}`);
}
