import type { Control } from "./control.ts";
import accountFilesModes from "./hardening/account-files-modes/control.ts";
import aslrOn from "./hardening/aslr-on/control.ts";
import cacheControl from "./hardening/cache-control/control.ts";
import contentSecurityPolicy from "./hardening/content-security-policy/control.ts";
import contentTypeCharset from "./hardening/content-type-charset/control.ts";
import cookieAttributes from "./hardening/cookie-attributes/control.ts";
import coreDumpsRestricted from "./hardening/core-dumps-restricted/control.ts";
import framing from "./hardening/framing/control.ts";
import hsts from "./hardening/hsts/control.ts";
import kernelLogRestricted from "./hardening/kernel-log-restricted/control.ts";
import kernelPointersHidden from "./hardening/kernel-pointers-hidden/control.ts";
import linksProtected from "./hardening/links-protected/control.ts";
import magicSysrqRestricted from "./hardening/magic-sysrq-restricted/control.ts";
import mountOptions from "./hardening/mount-options/control.ts";
import networkRedirectsRefused from "./hardening/network-redirects-refused/control.ts";
import noEmptyPasswords from "./hardening/no-empty-passwords/control.ts";
import noSecondRoot from "./hardening/no-second-root/control.ts";
import noWorldWritableFiles from "./hardening/no-world-writable-files/control.ts";
import nosniff from "./hardening/nosniff/control.ts";
import passwordHashesStrong from "./hardening/password-hashes-strong/control.ts";
import ptraceRestricted from "./hardening/ptrace-restricted/control.ts";
import referrerPolicy from "./hardening/referrer-policy/control.ts";
import reversePathFilter from "./hardening/reverse-path-filter/control.ts";
import setidFilesKnown from "./hardening/setid-files-known/control.ts";
import sourceRoutesRefused from "./hardening/source-routes-refused/control.ts";
import synCookiesOn from "./hardening/syn-cookies-on/control.ts";
import systemAccountsLocked from "./hardening/system-accounts-locked/control.ts";
import traceRefused from "./hardening/trace-refused/control.ts";
import unprivilegedBpfOff from "./hardening/unprivileged-bpf-off/control.ts";

/** Every control, sorted by id. Written by `npm run registry`; a test compares it with the folders. */
export const controls: readonly Control[] = [
  accountFilesModes,
  aslrOn,
  cacheControl,
  contentSecurityPolicy,
  contentTypeCharset,
  cookieAttributes,
  coreDumpsRestricted,
  framing,
  hsts,
  kernelLogRestricted,
  kernelPointersHidden,
  linksProtected,
  magicSysrqRestricted,
  mountOptions,
  networkRedirectsRefused,
  noEmptyPasswords,
  noSecondRoot,
  noWorldWritableFiles,
  nosniff,
  passwordHashesStrong,
  ptraceRestricted,
  referrerPolicy,
  reversePathFilter,
  setidFilesKnown,
  sourceRoutesRefused,
  synCookiesOn,
  systemAccountsLocked,
  traceRefused,
  unprivilegedBpfOff,
];
