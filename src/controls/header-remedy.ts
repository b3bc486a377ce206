import type { Control } from "./control.ts";

/** How to set fields on every answer, error pages included; the values may hold no double quotes. */
export function headerRemedy(...fields: readonly (readonly [name: string, value: string])[]): Control["remedy"] {
  const lines = (line: (name: string, value: string) => string) =>
    fields.map(([name, value]) => line(name, `"${value}"`)).join("\n");
  return {
    nginx: lines((name, value) => `add_header ${name} ${value} always;`),
    apache: lines((name, value) => `Header always set ${name} ${value}`),
    haproxy: lines((name, value) => `http-after-response set-header ${name} ${value}`),
    caddy: lines((name, value) => `header ${name} ${value}`),
  };
}
