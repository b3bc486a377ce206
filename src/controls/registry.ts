import type { Control } from "./control.ts";
import traceRefused from "./hardening/trace-refused/control.ts";

/** Every control, sorted by id. Written by `npm run registry`; a test compares it with the folders. */
export const controls: readonly Control[] = [traceRefused];
