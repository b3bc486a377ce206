import type { Control } from "./control.ts";
import aslrOn from "./hardening/aslr-on/control.ts";
import kernelLogRestricted from "./hardening/kernel-log-restricted/control.ts";
import kernelPointersHidden from "./hardening/kernel-pointers-hidden/control.ts";
import linksProtected from "./hardening/links-protected/control.ts";
import magicSysrqRestricted from "./hardening/magic-sysrq-restricted/control.ts";
import networkRedirectsRefused from "./hardening/network-redirects-refused/control.ts";
import ptraceRestricted from "./hardening/ptrace-restricted/control.ts";
import sourceRoutesRefused from "./hardening/source-routes-refused/control.ts";
import synCookiesOn from "./hardening/syn-cookies-on/control.ts";
import traceRefused from "./hardening/trace-refused/control.ts";
import unprivilegedBpfOff from "./hardening/unprivileged-bpf-off/control.ts";

/** Every control, sorted by id. Written by `npm run registry`; a test compares it with the folders. */
export const controls: readonly Control[] = [
  aslrOn,
  kernelLogRestricted,
  kernelPointersHidden,
  linksProtected,
  magicSysrqRestricted,
  networkRedirectsRefused,
  ptraceRestricted,
  sourceRoutesRefused,
  synCookiesOn,
  traceRefused,
  unprivilegedBpfOff,
];
