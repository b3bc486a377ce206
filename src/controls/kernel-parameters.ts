import type { Product } from "../probes/product.ts";
import { type Gap, settle } from "../verdict/outcome.ts";
import type { Severity } from "../verdict/severity.ts";
import { type Control, control } from "./control.ts";
import { listed } from "./listed.ts";

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
    problems: { wrong: "{key} is {value}{where}; it should be {wanted}{whose}" },
    judge: ({ hostSysctl: { values, denied }, hostOs }, { problem }) =>
      settle({
        problems: parameters.flatMap(({ key, set, sound = (it) => it === set }) => {
          const wrong = keysOf(key, values).filter((it) => isNumber(values[it]) && !sound(Number(values[it])));
          const [first] = wrong;
          if (first === undefined) return [];
          const where = key.includes("*") ? ` for ${listed(wrong.map((it) => placeOf(key, it)))}` : "";
          const whose = hostOs.container && !key.startsWith("net.") ? inContainer : "";
          return [
            problem("wrong", { key, value: values[first] ?? "", where, wanted: set, whose }, { discriminator: key }),
          ];
        }),
        gaps: parameters.flatMap(({ key, set }) =>
          keysOf(key, values).flatMap((it) => gapOf(it, values[it], set, denied)),
        ),
        because: parameters.map(({ key }) => `${key} is ${values[keysOf(key, values)[0] ?? key]}`).join(", "),
      }),
    remedy: { linux: remedyFor(parameters, beware) } satisfies Partial<Record<Product, string>>,
  });
}

const inContainer = " (this is a container: set it on the machine whose kernel it uses)";

/** The gap of a parameter that was not seen, or whose value is no number. */
export function gapOf(
  key: string,
  value: string | undefined,
  set: number,
  denied: readonly string[] = [],
): readonly Gap[] {
  if (isNumber(value)) return [];
  if (value !== undefined) return [{ reason: `${key} is no number: ${value}`, wouldVerify: `set ${key} to ${set}` }];
  if (denied.includes(key)) return [{ reason: `${key} may not be read`, wouldVerify: "run as root on the host" }];
  if (key.includes("*")) {
    return [{ reason: `no network interface's ${key} was seen`, wouldVerify: "let Holdfast read /proc/sys/net" }];
  }
  return [
    {
      reason: `${key} was not seen: this kernel has none, or hides it`,
      wouldVerify: `let Holdfast read /proc/sys/${key.replaceAll(".", "/")}, or attest by the kernel's build configuration what it does without`,
    },
  ];
}

/**
 * The parameter itself; with `*` those of `all`, of `default` and of every interface that was seen. When no interface
 * was seen at all, not even loopback, the key with its `*` is among them and makes a gap.
 */
export function keysOf(key: string, values: Readonly<Record<string, string>>): readonly string[] {
  const [head, tail] = key.split("*");
  if (head === undefined || tail === undefined) return [key];
  const always = [`${head}all${tail}`, `${head}default${tail}`];
  const own = Object.keys(values).filter((it) => it.startsWith(head) && it.endsWith(tail) && !always.includes(it));
  // Nobody but the host itself can send to the loopback interface.
  const others = own.filter((it) => it !== `${head}lo${tail}`).sort();
  return [...always, ...others, ...(own.length === 0 ? [key] : [])];
}

/** What `*` stands for in a key: `all`, `default` or the name of an interface. */
export function placeOf(pattern: string, key: string): string {
  const [head = "", tail = ""] = pattern.split("*");
  return key.slice(head.length, key.length - tail.length);
}

function isNumber(value: string | undefined): boolean {
  return value !== undefined && /^-?\d+$/.test(value);
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
