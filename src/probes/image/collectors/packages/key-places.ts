/** Key files that apt, rpm and apk trust for all sources. */
const trusted =
  /^etc\/apt\/trusted\.gpg(?:\.d\/[^/]+\.(?:gpg|asc))?$|^etc\/pki\/rpm-gpg\/[^/]+$|^etc\/apk\/keys\/[^/]+\.pub$/;
/** Those that apt trusts for the sources that name them. */
const named = /^(?:usr\/share|etc\/apt)\/keyrings\/[^/]+\.(?:gpg|asc|pgp|kbx)$/;

export const isTrustedKeyFile = (path: string) => trusted.test(path);
export const isKeyFile = (path: string) => trusted.test(path) || named.test(path);
