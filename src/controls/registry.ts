import adminListenersLimited from "./administration/admin-listeners-limited/control.ts";
import noAdminAccount from "./administration/no-admin-account/control.ts";
import sshAlgorithmsStrong from "./administration/ssh-algorithms-strong/control.ts";
import sshEmptyPasswordsOff from "./administration/ssh-empty-passwords-off/control.ts";
import sshPasswordLoginOff from "./administration/ssh-password-login-off/control.ts";
import sshRootLoginOff from "./administration/ssh-root-login-off/control.ts";
import sshTwoFactors from "./administration/ssh-two-factors/control.ts";
import noSecretsInProcessEnvironments from "./backend/no-secrets-in-process-environments/control.ts";
import noSecretsInUnitFiles from "./backend/no-secrets-in-unit-files/control.ts";
import noSecretsOnCommandLines from "./backend/no-secrets-on-command-lines/control.ts";
import secretFilesProtected from "./backend/secret-files-protected/control.ts";
import type { Control } from "./control.ts";
import accountFilesModes from "./hardening/account-files-modes/control.ts";
import aslrOn from "./hardening/aslr-on/control.ts";
import bannersWithoutVersion from "./hardening/banners-without-version/control.ts";
import cacheControl from "./hardening/cache-control/control.ts";
import capabilitiesMinimal from "./hardening/capabilities-minimal/control.ts";
import certificateKey from "./hardening/certificate-key/control.ts";
import certificateWildcard from "./hardening/certificate-wildcard/control.ts";
import cipherSuitesStrong from "./hardening/cipher-suites-strong/control.ts";
import configuredHandlersNeeded from "./hardening/configured-handlers-needed/control.ts";
import connectRefused from "./hardening/connect-refused/control.ts";
import contentSecurityPolicy from "./hardening/content-security-policy/control.ts";
import contentTypeCharset from "./hardening/content-type-charset/control.ts";
import cookieAttributes from "./hardening/cookie-attributes/control.ts";
import cookieNamesDisclosure from "./hardening/cookie-names-disclosure/control.ts";
import coreDumpsRestricted from "./hardening/core-dumps-restricted/control.ts";
import crossOriginCredentials from "./hardening/cross-origin-credentials/control.ts";
import debugRefused from "./hardening/debug-refused/control.ts";
import defaultPageRemoved from "./hardening/default-page-removed/control.ts";
import downloadsAttached from "./hardening/downloads-attached/control.ts";
import errorPageDisclosure from "./hardening/error-page-disclosure/control.ts";
import forwardSecrecy from "./hardening/forward-secrecy/control.ts";
import framing from "./hardening/framing/control.ts";
import hsts from "./hardening/hsts/control.ts";
import kernelLogRestricted from "./hardening/kernel-log-restricted/control.ts";
import kernelPointersHidden from "./hardening/kernel-pointers-hidden/control.ts";
import keyExchangeStrong from "./hardening/key-exchange-strong/control.ts";
import knownFlawsAbsent from "./hardening/known-flaws-absent/control.ts";
import legacyServersUninstalled from "./hardening/legacy-servers-uninstalled/control.ts";
import legacyServicesOff from "./hardening/legacy-services-off/control.ts";
import linksProtected from "./hardening/links-protected/control.ts";
import listenersDeclared from "./hardening/listeners-declared/control.ts";
import localServicesOnLoopback from "./hardening/local-services-on-loopback/control.ts";
import magicSysrqRestricted from "./hardening/magic-sysrq-restricted/control.ts";
import methodOverrideOff from "./hardening/method-override-off/control.ts";
import mountOptions from "./hardening/mount-options/control.ts";
import networkRedirectsRefused from "./hardening/network-redirects-refused/control.ts";
import networkServicesSandboxed from "./hardening/network-services-sandboxed/control.ts";
import noEmptyPasswords from "./hardening/no-empty-passwords/control.ts";
import noRootListeners from "./hardening/no-root-listeners/control.ts";
import noSecondRoot from "./hardening/no-second-root/control.ts";
import noWorldWritableFiles from "./hardening/no-world-writable-files/control.ts";
import nosniff from "./hardening/nosniff/control.ts";
import passwordHashesStrong from "./hardening/password-hashes-strong/control.ts";
import poweredByHeaders from "./hardening/powered-by-headers/control.ts";
import ptraceRestricted from "./hardening/ptrace-restricted/control.ts";
import referrerPolicy from "./hardening/referrer-policy/control.ts";
import reversePathFilter from "./hardening/reverse-path-filter/control.ts";
import serverHeader from "./hardening/server-header/control.ts";
import setidFilesKnown from "./hardening/setid-files-known/control.ts";
import sourceRoutesRefused from "./hardening/source-routes-refused/control.ts";
import sshForwardingLimited from "./hardening/ssh-forwarding-limited/control.ts";
import synCookiesOn from "./hardening/syn-cookies-on/control.ts";
import systemAccountsLocked from "./hardening/system-accounts-locked/control.ts";
import tlsGrade from "./hardening/tls-grade/control.ts";
import tlsVersions from "./hardening/tls-versions/control.ts";
import traceRefused from "./hardening/trace-refused/control.ts";
import undeclaredMethodsRefused from "./hardening/undeclared-methods-refused/control.ts";
import unitsDeclared from "./hardening/units-declared/control.ts";
import unneededHandlersOff from "./hardening/unneeded-handlers-off/control.ts";
import unprivilegedBpfOff from "./hardening/unprivileged-bpf-off/control.ts";
import attackCanariesBlocked from "./isolation/attack-canaries-blocked/control.ts";
import firewallNotBypassed from "./isolation/firewall-not-bypassed/control.ts";
import hstsOnHttps from "./isolation/hsts-on-https/control.ts";
import noOtherPlaintext from "./isolation/no-other-plaintext/control.ts";
import originNotReachable from "./isolation/origin-not-reachable/control.ts";
import plainHttpRedirects from "./isolation/plain-http-redirects/control.ts";
import noStaleLibraries from "./maintenance/no-stale-libraries/control.ts";
import rebootNotPending from "./maintenance/reboot-not-pending/control.ts";
import releaseSupported from "./maintenance/release-supported/control.ts";
import runningCurrentKernel from "./maintenance/running-current-kernel/control.ts";
import securityUpdatesInstalled from "./maintenance/security-updates-installed/control.ts";
import certificateChainComplete from "./scanning/certificate-chain-complete/control.ts";
import certificateExpiry from "./scanning/certificate-expiry/control.ts";
import certificateNames from "./scanning/certificate-names/control.ts";
import certificateNotRevoked from "./scanning/certificate-not-revoked/control.ts";
import certificateTrusted from "./scanning/certificate-trusted/control.ts";
import certificateValidNow from "./scanning/certificate-valid-now/control.ts";
import dumpsHidden from "./scanning/dumps-hidden/control.ts";
import secretFilesHidden from "./scanning/secret-files-hidden/control.ts";
import statusPagesClosed from "./scanning/status-pages-closed/control.ts";
import versionControlHidden from "./scanning/version-control-hidden/control.ts";

/** Every control, sorted by id. Written by `npm run registry`; a test compares it with the folders. */
export const controls: readonly Control[] = [
  accountFilesModes,
  adminListenersLimited,
  aslrOn,
  attackCanariesBlocked,
  bannersWithoutVersion,
  cacheControl,
  capabilitiesMinimal,
  certificateChainComplete,
  certificateExpiry,
  certificateKey,
  certificateNames,
  certificateNotRevoked,
  certificateTrusted,
  certificateValidNow,
  certificateWildcard,
  cipherSuitesStrong,
  configuredHandlersNeeded,
  connectRefused,
  contentSecurityPolicy,
  contentTypeCharset,
  cookieAttributes,
  cookieNamesDisclosure,
  coreDumpsRestricted,
  crossOriginCredentials,
  debugRefused,
  defaultPageRemoved,
  downloadsAttached,
  dumpsHidden,
  errorPageDisclosure,
  firewallNotBypassed,
  forwardSecrecy,
  framing,
  hsts,
  hstsOnHttps,
  kernelLogRestricted,
  kernelPointersHidden,
  keyExchangeStrong,
  knownFlawsAbsent,
  legacyServersUninstalled,
  legacyServicesOff,
  linksProtected,
  listenersDeclared,
  localServicesOnLoopback,
  magicSysrqRestricted,
  methodOverrideOff,
  mountOptions,
  networkRedirectsRefused,
  networkServicesSandboxed,
  noAdminAccount,
  noEmptyPasswords,
  noOtherPlaintext,
  noRootListeners,
  noSecondRoot,
  noSecretsInProcessEnvironments,
  noSecretsInUnitFiles,
  noSecretsOnCommandLines,
  noStaleLibraries,
  noWorldWritableFiles,
  nosniff,
  originNotReachable,
  passwordHashesStrong,
  plainHttpRedirects,
  poweredByHeaders,
  ptraceRestricted,
  rebootNotPending,
  referrerPolicy,
  releaseSupported,
  reversePathFilter,
  runningCurrentKernel,
  secretFilesHidden,
  secretFilesProtected,
  securityUpdatesInstalled,
  serverHeader,
  setidFilesKnown,
  sourceRoutesRefused,
  sshAlgorithmsStrong,
  sshEmptyPasswordsOff,
  sshForwardingLimited,
  sshPasswordLoginOff,
  sshRootLoginOff,
  sshTwoFactors,
  statusPagesClosed,
  synCookiesOn,
  systemAccountsLocked,
  tlsGrade,
  tlsVersions,
  traceRefused,
  undeclaredMethodsRefused,
  unitsDeclared,
  unneededHandlersOff,
  unprivilegedBpfOff,
  versionControlHidden,
];
