import host from "./host/probe.ts";
import http from "./http/probe.ts";
import type { Probe } from "./probe.ts";
import tlsBasic from "./tls-basic/probe.ts";

/** Every probe; a test compares it with the folders. */
export const probes: readonly Probe[] = [host, http, tlsBasic];
