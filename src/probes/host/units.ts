import { TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, lines } from "./collected.ts";

/** `systemctl list-unit-files --no-legend`: `NAME STATE [PRESET]`; `enabled` when the boot starts it. */
export function parseUnitFiles(text: string): ReadonlyMap<string, boolean> {
  return new Map(
    lines(text).flatMap((line) => {
      const [name = "", state = ""] = line.trim().split(/\s+/);
      return /\.\w+$/.test(name) ? [[name, /^enabled(?:-runtime)?$/.test(state)] as const] : [];
    }),
  );
}

/** `systemctl list-units --all --plain --no-legend`: `NAME LOAD ACTIVE SUB DESCRIPTION`. */
export function parseUnitStates(text: string): ReadonlyMap<string, boolean> {
  return new Map(
    lines(text).flatMap((line) => {
      const [name = "", , active = ""] = line.replace(/^[●*○×↻\s]+/, "").split(/\s+/);
      return /\.\w+$/.test(name) ? [[name, ["active", "reloading", "activating"].includes(active)] as const] : [];
    }),
  );
}

/** `systemctl show -p …`: blocks of `KEY=value`, one for each unit, by its Id. */
export function parseShow(text: string): ReadonlyMap<string, Record<string, string>> {
  const units = new Map<string, Record<string, string>>();
  for (const block of text.split(/\n\s*\n/)) {
    const entries = lines(block).map(
      (line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const,
    );
    const { Id: id, ...properties } = Object.fromEntries(entries) as Record<string, string>;
    if (id !== undefined) units.set(id, properties);
  }
  return units;
}

export function hostUnits(from: Collected): FactsOf<"host-units"> {
  if (from.absent("unit-files"))
    throw new TroubleError({
      kind: "unsupported",
      message: "systemd is not running here",
      wouldVerify: "tell by hand which services start at boot",
    });
  const enabled = parseUnitFiles(from.text("unit-files"));
  const active = parseUnitStates(from.text("unit-states"));
  const sandbox = parseShow(from.text("unit-sandbox"));
  const names = [...new Set([...enabled.keys(), ...active.keys()])].sort();
  return {
    units: names.map((name) => ({
      name,
      enabled: enabled.get(name) ?? false,
      active: active.get(name) ?? false,
      sandbox: sandbox.get(name) ?? {},
    })),
  };
}
