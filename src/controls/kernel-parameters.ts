import type { Product } from "../probes/product.ts";
import { type Gap, settle } from "../verdict/outcome.ts";
import type { Severity } from "../verdict/severity.ts";
import { type Control, control } from "./control.ts";

/** A kernel parameter and the values of it that are sound. */
export interface KernelParameter {
  /** Dotted name; `*` stands for `all`, `default` and every network interface. */
  readonly key: string;
  /** The value that the remedy sets. */
  readonly set: number;
  /** Every sound value; only `set` when absent. */
  readonly sound?: (value: number) => boolean;
}

interface KernelControl {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly parameters: readonly KernelParameter[];
  /** What to know before setting them, told at the end of the remedy. */
  readonly beware?: string;
}

/** A control of HAR-1 on kernel parameters. A parameter that was not seen is a gap, whatever the kernel's default is. */
export function kernelControl({ id, severity, title, parameters, beware }: KernelControl): Control {
  return control({
    id,
    requirement: "HAR-1",
    aspect: "kernel-parameters",
    subject: "host",
    observes: ["host-sysctl", "host-os"],
    severity,
    title,
    problems: { wrong: "{key} is {value}; it should be {wanted}{whose}" },
    judge: ({ hostSysctl: { values }, hostOs }, { problem }) => {
      const found = parameters.flatMap((it) =>
        keysOf(it.key, values).map((key) => ({ ...it, key, value: values[key] })),
      );
      return settle({
        problems: found.flatMap(({ key, value, set, sound = (it) => it === set }) => {
          if (value === undefined || !isNumber(value) || sound(Number(value))) return [];
          const whose = hostOs.container && !key.startsWith("net.") ? inContainer : "";
          return [problem("wrong", { key, value, wanted: set, whose }, { discriminator: key })];
        }),
        gaps: found.flatMap(({ key, value, set }) => gapOf(key, value, set)),
        because: found.map(({ key, value }) => `${key} is ${value}`).join(", "),
      });
    },
    remedy: { linux: remedyFor(parameters, beware) } satisfies Partial<Record<Product, string>>,
  });
}

const inContainer = " (this is a container: set it on the machine whose kernel it uses)";

/** The gap of a parameter that was not seen, or whose value is no number. */
export function gapOf(key: string, value: string | undefined, set: number): readonly Gap[] {
  if (value === undefined) {
    const reason = key.includes("*") ? `no network interface's ${key} was seen` : `${key} was not seen`;
    const wouldVerify = `let Holdfast read /proc/sys/${key.replaceAll(".", "/")} (for some it takes root), of a kernel that has it`;
    return [{ reason, wouldVerify }];
  }
  if (!isNumber(value)) return [{ reason: `${key} is no number: ${value}`, wouldVerify: `set ${key} to ${set}` }];
  return [];
}

/** `*` becomes `all`, `default` and the interfaces that were seen; without any interface it stays, as a gap. */
function keysOf(key: string, values: Readonly<Record<string, string>>): readonly string[] {
  const [head, tail] = key.split("*");
  if (head === undefined || tail === undefined) return [key];
  const always = [`${head}all${tail}`, `${head}default${tail}`];
  // Nobody but the host itself can send to the loopback interface.
  const besides = [...always, `${head}lo${tail}`];
  const own = Object.keys(values).filter((it) => it.startsWith(head) && it.endsWith(tail) && !besides.includes(it));
  return [...always, ...(own.length > 0 ? own.sort() : [key])];
}

function isNumber(value: string): boolean {
  return /^-?\d+$/.test(value);
}

/** How to set kernel parameters for good. */
export function remedyFor(parameters: readonly KernelParameter[], beware = ""): string {
  const lines = parameters.flatMap(({ key, set }) =>
    (key.includes("*") ? [key.replace("*", "all"), key.replace("*", "default")] : [key]).map((it) => `${it} = ${set}`),
  );
  return [`In /etc/sysctl.d/90-hardening.conf, then \`sysctl --system\`:`, ...lines, ...(beware ? [beware] : [])].join(
    "\n",
  );
}
