import adminListenersLimited from "./administration/admin-listeners-limited/control.ts";
import commandsArrive from "./administration/commands-arrive/control.ts";
import commandsRecorded from "./administration/commands-recorded/control.ts";
import databaseAccessRevoked from "./administration/database-access-revoked/control.ts";
import databaseAdministrationApproved from "./administration/database-administration-approved/control.ts";
import databaseAdministratorsPersonal from "./administration/database-administrators-personal/control.ts";
import databaseNoGuessableNames from "./administration/database-no-guessable-names/control.ts";
import databaseTwoFactors from "./administration/database-two-factors/control.ts";
import engineUsersPersonal from "./administration/engine-users-personal/control.ts";
import hostAccessRevoked from "./administration/host-access-revoked/control.ts";
import hostAdministrationApproved from "./administration/host-administration-approved/control.ts";
import hostAdministratorsPersonal from "./administration/host-administrators-personal/control.ts";
import loginsArrive from "./administration/logins-arrive/control.ts";
import loginsShipped from "./administration/logins-shipped/control.ts";
import noAdminAccount from "./administration/no-admin-account/control.ts";
import passwordRulesEnforced from "./administration/password-rules-enforced/control.ts";
import rosterCurrent from "./administration/roster-current/control.ts";
import sshAlgorithmsStrong from "./administration/ssh-algorithms-strong/control.ts";
import sshCanaryAsked from "./administration/ssh-canary-asked/control.ts";
import sshChecksKept from "./administration/ssh-checks-kept/control.ts";
import sshEmptyPasswordsOff from "./administration/ssh-empty-passwords-off/control.ts";
import sshKeysBound from "./administration/ssh-keys-bound/control.ts";
import sshKeysStrong from "./administration/ssh-keys-strong/control.ts";
import sshPasswordLoginOff from "./administration/ssh-password-login-off/control.ts";
import sshRootLoginOff from "./administration/ssh-root-login-off/control.ts";
import sshTwoFactors from "./administration/ssh-two-factors/control.ts";
import databaseAnonymousRefused from "./backend/database-anonymous-refused/control.ts";
import databaseDefaultsRefused from "./backend/database-defaults-refused/control.ts";
import databaseGrantsDeclared from "./backend/database-grants-declared/control.ts";
import databasePlaintextRefused from "./backend/database-plaintext-refused/control.ts";
import databaseRoleUnprivileged from "./backend/database-role-unprivileged/control.ts";
import databaseRulesAskWho from "./backend/database-rules-ask-who/control.ts";
import databaseRulesDemandTls from "./backend/database-rules-demand-tls/control.ts";
import databaseUsedAsDeclared from "./backend/database-used-as-declared/control.ts";
import dedicatedRoles from "./backend/dedicated-roles/control.ts";
import dedicatedSecrets from "./backend/dedicated-secrets/control.ts";
import noSecretsInComposeFile from "./backend/no-secrets-in-compose-file/control.ts";
import noSecretsInContainer from "./backend/no-secrets-in-container/control.ts";
import noSecretsInDockerfile from "./backend/no-secrets-in-dockerfile/control.ts";
import noSecretsInHistories from "./backend/no-secrets-in-histories/control.ts";
import noSecretsInImage from "./backend/no-secrets-in-image/control.ts";
import noSecretsInProcessEnvironments from "./backend/no-secrets-in-process-environments/control.ts";
import noSecretsInUnitFiles from "./backend/no-secrets-in-unit-files/control.ts";
import noSecretsOnCommandLines from "./backend/no-secrets-on-command-lines/control.ts";
import ownCodeReadOnly from "./backend/own-code-read-only/control.ts";
import plaintextSecretsOpenNothing from "./backend/plaintext-secrets-open-nothing/control.ts";
import secretFilesProtected from "./backend/secret-files-protected/control.ts";
import type { Control } from "./control.ts";
import baseImageApproved from "./docker/base-image-approved/control.ts";
import buildBaseApproved from "./docker/build-base-approved/control.ts";
import buildDownloadsVerified from "./docker/build-downloads-verified/control.ts";
import buildImagesPinned from "./docker/build-images-pinned/control.ts";
import buildImagesTrusted from "./docker/build-images-trusted/control.ts";
import buildModesClosed from "./docker/build-modes-closed/control.ts";
import buildSignatureChecksOn from "./docker/build-signature-checks-on/control.ts";
import buildUpdatesPackages from "./docker/build-updates-packages/control.ts";
import buildUserNotRoot from "./docker/build-user-not-root/control.ts";
import buildWithoutPrivilegeTools from "./docker/build-without-privilege-tools/control.ts";
import buildWithoutRemoteShell from "./docker/build-without-remote-shell/control.ts";
import composeImagesPinned from "./docker/compose-images-pinned/control.ts";
import composeImagesTrusted from "./docker/compose-images-trusted/control.ts";
import containerAgeLimited from "./docker/container-age-limited/control.ts";
import containerImageTrusted from "./docker/container-image-trusted/control.ts";
import containerLifetimeLimited from "./docker/container-lifetime-limited/control.ts";
import containerNoRemoteShell from "./docker/container-no-remote-shell/control.ts";
import containerRebuilt from "./docker/container-rebuilt/control.ts";
import imageComponentsScanned from "./docker/image-components-scanned/control.ts";
import imageFromTrustedRepository from "./docker/image-from-trusted-repository/control.ts";
import imageHealthcheckSet from "./docker/image-healthcheck-set/control.ts";
import imagePortsHarmless from "./docker/image-ports-harmless/control.ts";
import imageSetidRemoved from "./docker/image-setid-removed/control.ts";
import imageSigned from "./docker/image-signed/control.ts";
import imageToolsLimited from "./docker/image-tools-limited/control.ts";
import imageUserNotRoot from "./docker/image-user-not-root/control.ts";
import imageVulnerabilitiesInTime from "./docker/image-vulnerabilities-in-time/control.ts";
import noRemoteShellInImage from "./docker/no-remote-shell-in-image/control.ts";
import noSecretBuildArguments from "./docker/no-secret-build-arguments/control.ts";
import packagesCurrentAtBuild from "./docker/packages-current-at-build/control.ts";
import accessControlEnforced from "./hardening/access-control-enforced/control.ts";
import accountFilesModes from "./hardening/account-files-modes/control.ts";
import aslrOn from "./hardening/aslr-on/control.ts";
import bannersWithoutVersion from "./hardening/banners-without-version/control.ts";
import cacheControl from "./hardening/cache-control/control.ts";
import capabilitiesMinimal from "./hardening/capabilities-minimal/control.ts";
import certificateKey from "./hardening/certificate-key/control.ts";
import certificateWildcard from "./hardening/certificate-wildcard/control.ts";
import cipherSuitesStrong from "./hardening/cipher-suites-strong/control.ts";
import composeConfined from "./hardening/compose-confined/control.ts";
import composeHostPaths from "./hardening/compose-host-paths/control.ts";
import composeNotPrivileged from "./hardening/compose-not-privileged/control.ts";
import composeNotRoot from "./hardening/compose-not-root/control.ts";
import configuredHandlersNeeded from "./hardening/configured-handlers-needed/control.ts";
import connectRefused from "./hardening/connect-refused/control.ts";
import containerCapabilitiesDropped from "./hardening/container-capabilities-dropped/control.ts";
import containerConfined from "./hardening/container-confined/control.ts";
import containerHostPaths from "./hardening/container-host-paths/control.ts";
import containerListenersDeclared from "./hardening/container-listeners-declared/control.ts";
import containerNamespacesOwn from "./hardening/container-namespaces-own/control.ts";
import containerNotAskedAsRoot from "./hardening/container-not-asked-as-root/control.ts";
import containerNotPrivileged from "./hardening/container-not-privileged/control.ts";
import containerPortsDeclared from "./hardening/container-ports-declared/control.ts";
import containerProcessesConfined from "./hardening/container-processes-confined/control.ts";
import containerProcessesNotRoot from "./hardening/container-processes-not-root/control.ts";
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
import exportsSquashRoot from "./hardening/exports-squash-root/control.ts";
import forwardSecrecy from "./hardening/forward-secrecy/control.ts";
import forwardingOff from "./hardening/forwarding-off/control.ts";
import framing from "./hardening/framing/control.ts";
import hsts from "./hardening/hsts/control.ts";
import imageAccountsLocked from "./hardening/image-accounts-locked/control.ts";
import imageAptKeysKnown from "./hardening/image-apt-keys-known/control.ts";
import imageNoDevices from "./hardening/image-no-devices/control.ts";
import imageNoSecondRoot from "./hardening/image-no-second-root/control.ts";
import imageNoWorldWritableFiles from "./hardening/image-no-world-writable-files/control.ts";
import imagePackageSourcesChecked from "./hardening/image-package-sources-checked/control.ts";
import imagePrivilegedFilesKnown from "./hardening/image-privileged-files-known/control.ts";
import imageSamplesRemoved from "./hardening/image-samples-removed/control.ts";
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
import noOpenWayToRoot from "./hardening/no-open-way-to-root/control.ts";
import noPreloadedLibraries from "./hardening/no-preloaded-libraries/control.ts";
import noRootListeners from "./hardening/no-root-listeners/control.ts";
import noSecondRoot from "./hardening/no-second-root/control.ts";
import noTrustedHosts from "./hardening/no-trusted-hosts/control.ts";
import noWorldWritableFiles from "./hardening/no-world-writable-files/control.ts";
import nosniff from "./hardening/nosniff/control.ts";
import packageSourcesChecked from "./hardening/package-sources-checked/control.ts";
import passwordHashesStrong from "./hardening/password-hashes-strong/control.ts";
import poweredByHeaders from "./hardening/powered-by-headers/control.ts";
import ptraceRestricted from "./hardening/ptrace-restricted/control.ts";
import rareModulesRefused from "./hardening/rare-modules-refused/control.ts";
import referrerPolicy from "./hardening/referrer-policy/control.ts";
import reversePathFilter from "./hardening/reverse-path-filter/control.ts";
import scheduledProgramsProtected from "./hardening/scheduled-programs-protected/control.ts";
import serverHeader from "./hardening/server-header/control.ts";
import serviceUnitsSandboxed from "./hardening/service-units-sandboxed/control.ts";
import servicesNotRootEquivalent from "./hardening/services-not-root-equivalent/control.ts";
import setidFilesKnown from "./hardening/setid-files-known/control.ts";
import sourceRoutesRefused from "./hardening/source-routes-refused/control.ts";
import sshForwardingLimited from "./hardening/ssh-forwarding-limited/control.ts";
import sudoTakesAPassword from "./hardening/sudo-takes-a-password/control.ts";
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
import containerImageNewest from "./maintenance/container-image-newest/control.ts";
import decommissionedGone from "./maintenance/decommissioned-gone/control.ts";
import imageUpdatesInTime from "./maintenance/image-updates-in-time/control.ts";
import noStaleLibraries from "./maintenance/no-stale-libraries/control.ts";
import rebootNotPending from "./maintenance/reboot-not-pending/control.ts";
import releaseSupported from "./maintenance/release-supported/control.ts";
import runningCurrentKernel from "./maintenance/running-current-kernel/control.ts";
import runtimesSupported from "./maintenance/runtimes-supported/control.ts";
import securitySourceConfigured from "./maintenance/security-source-configured/control.ts";
import securityUpdatesInstalled from "./maintenance/security-updates-installed/control.ts";
import systemInUse from "./maintenance/system-in-use/control.ts";
import certificateChainComplete from "./scanning/certificate-chain-complete/control.ts";
import certificateExpiry from "./scanning/certificate-expiry/control.ts";
import certificateNames from "./scanning/certificate-names/control.ts";
import certificateNotRevoked from "./scanning/certificate-not-revoked/control.ts";
import certificateTrusted from "./scanning/certificate-trusted/control.ts";
import certificateValidNow from "./scanning/certificate-valid-now/control.ts";
import dumpsHidden from "./scanning/dumps-hidden/control.ts";
import imagePackagesMatched from "./scanning/image-packages-matched/control.ts";
import noMalwareInImage from "./scanning/no-malware-in-image/control.ts";
import noMalwareOnHost from "./scanning/no-malware-on-host/control.ts";
import secretFilesHidden from "./scanning/secret-files-hidden/control.ts";
import statusPagesClosed from "./scanning/status-pages-closed/control.ts";
import systemPackagesMatched from "./scanning/system-packages-matched/control.ts";
import versionControlHidden from "./scanning/version-control-hidden/control.ts";

/** Every control, sorted by id. Written by `npm run registry`; a test compares it with the folders. */
export const controls: readonly Control[] = [
  accessControlEnforced,
  accountFilesModes,
  adminListenersLimited,
  aslrOn,
  attackCanariesBlocked,
  bannersWithoutVersion,
  baseImageApproved,
  buildBaseApproved,
  buildDownloadsVerified,
  buildImagesPinned,
  buildImagesTrusted,
  buildModesClosed,
  buildSignatureChecksOn,
  buildUpdatesPackages,
  buildUserNotRoot,
  buildWithoutPrivilegeTools,
  buildWithoutRemoteShell,
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
  commandsArrive,
  commandsRecorded,
  composeConfined,
  composeHostPaths,
  composeImagesPinned,
  composeImagesTrusted,
  composeNotPrivileged,
  composeNotRoot,
  configuredHandlersNeeded,
  connectRefused,
  containerAgeLimited,
  containerCapabilitiesDropped,
  containerConfined,
  containerHostPaths,
  containerImageNewest,
  containerImageTrusted,
  containerLifetimeLimited,
  containerListenersDeclared,
  containerNamespacesOwn,
  containerNoRemoteShell,
  containerNotAskedAsRoot,
  containerNotPrivileged,
  containerPortsDeclared,
  containerProcessesConfined,
  containerProcessesNotRoot,
  containerRebuilt,
  contentSecurityPolicy,
  contentTypeCharset,
  cookieAttributes,
  cookieNamesDisclosure,
  coreDumpsRestricted,
  crossOriginCredentials,
  databaseAccessRevoked,
  databaseAdministrationApproved,
  databaseAdministratorsPersonal,
  databaseAnonymousRefused,
  databaseDefaultsRefused,
  databaseGrantsDeclared,
  databaseNoGuessableNames,
  databasePlaintextRefused,
  databaseRoleUnprivileged,
  databaseRulesAskWho,
  databaseRulesDemandTls,
  databaseTwoFactors,
  databaseUsedAsDeclared,
  debugRefused,
  decommissionedGone,
  dedicatedRoles,
  dedicatedSecrets,
  defaultPageRemoved,
  downloadsAttached,
  dumpsHidden,
  engineUsersPersonal,
  errorPageDisclosure,
  exportsSquashRoot,
  firewallNotBypassed,
  forwardSecrecy,
  forwardingOff,
  framing,
  hostAccessRevoked,
  hostAdministrationApproved,
  hostAdministratorsPersonal,
  hsts,
  hstsOnHttps,
  imageAccountsLocked,
  imageAptKeysKnown,
  imageComponentsScanned,
  imageFromTrustedRepository,
  imageHealthcheckSet,
  imageNoDevices,
  imageNoSecondRoot,
  imageNoWorldWritableFiles,
  imagePackageSourcesChecked,
  imagePackagesMatched,
  imagePortsHarmless,
  imagePrivilegedFilesKnown,
  imageSamplesRemoved,
  imageSetidRemoved,
  imageSigned,
  imageToolsLimited,
  imageUpdatesInTime,
  imageUserNotRoot,
  imageVulnerabilitiesInTime,
  kernelLogRestricted,
  kernelPointersHidden,
  keyExchangeStrong,
  knownFlawsAbsent,
  legacyServersUninstalled,
  legacyServicesOff,
  linksProtected,
  listenersDeclared,
  localServicesOnLoopback,
  loginsArrive,
  loginsShipped,
  magicSysrqRestricted,
  methodOverrideOff,
  mountOptions,
  networkRedirectsRefused,
  networkServicesSandboxed,
  noAdminAccount,
  noEmptyPasswords,
  noMalwareInImage,
  noMalwareOnHost,
  noOpenWayToRoot,
  noOtherPlaintext,
  noPreloadedLibraries,
  noRemoteShellInImage,
  noRootListeners,
  noSecondRoot,
  noSecretBuildArguments,
  noSecretsInComposeFile,
  noSecretsInContainer,
  noSecretsInDockerfile,
  noSecretsInHistories,
  noSecretsInImage,
  noSecretsInProcessEnvironments,
  noSecretsInUnitFiles,
  noSecretsOnCommandLines,
  noStaleLibraries,
  noTrustedHosts,
  noWorldWritableFiles,
  nosniff,
  originNotReachable,
  ownCodeReadOnly,
  packageSourcesChecked,
  packagesCurrentAtBuild,
  passwordHashesStrong,
  passwordRulesEnforced,
  plainHttpRedirects,
  plaintextSecretsOpenNothing,
  poweredByHeaders,
  ptraceRestricted,
  rareModulesRefused,
  rebootNotPending,
  referrerPolicy,
  releaseSupported,
  reversePathFilter,
  rosterCurrent,
  runningCurrentKernel,
  runtimesSupported,
  scheduledProgramsProtected,
  secretFilesHidden,
  secretFilesProtected,
  securitySourceConfigured,
  securityUpdatesInstalled,
  serverHeader,
  serviceUnitsSandboxed,
  servicesNotRootEquivalent,
  setidFilesKnown,
  sourceRoutesRefused,
  sshAlgorithmsStrong,
  sshCanaryAsked,
  sshChecksKept,
  sshEmptyPasswordsOff,
  sshForwardingLimited,
  sshKeysBound,
  sshKeysStrong,
  sshPasswordLoginOff,
  sshRootLoginOff,
  sshTwoFactors,
  statusPagesClosed,
  sudoTakesAPassword,
  synCookiesOn,
  systemAccountsLocked,
  systemInUse,
  systemPackagesMatched,
  tlsGrade,
  tlsVersions,
  traceRefused,
  undeclaredMethodsRefused,
  unitsDeclared,
  unneededHandlersOff,
  unprivilegedBpfOff,
  versionControlHidden,
];
