import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, lines } from "./collected.ts";

type Mounts = FactsOf<"host-mounts">["mounts"];

/** Space, tab, newline and backslash are written in octal there (fstab(5)). */
const plain = (field: string) =>
  field.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));

/** /proc/mounts, in order; of two mounts on one place the later one is seen. */
export function parseMounts(text: string): Mounts {
  return lines(text).flatMap((line) => {
    const [source, target, type, options] = line.split(" ");
    if (!source || !target || !type || options === undefined) return [];
    return [{ target: plain(target), source: plain(source), type, options: options.split(",") }];
  });
}

export function hostMounts(from: Collected): FactsOf<"host-mounts"> {
  return { mounts: parseMounts(from.text("mounts")) };
}
