import type { DatabaseRule } from "./database-rule-decision.ts";

const certificate = "+clientcert";
/** Methods that hand the question on to somebody else, who may ask for more than a password. */
const elsewhere = /\b(?:pam|radius|gss|gssapi|sspi|ldap|bsd|auth_gssapi_client)\b|saslauthd|OAUTH/i;

/** How many factors a rule demands: a certificate with a password are two; `undefined` where that is settled elsewhere. */
export function factors({ method, open }: DatabaseRule): number | undefined {
  const certified = method.endsWith(certificate);
  const rest = certified ? method.slice(0, -certificate.length) : method;
  if (open || /^(?:trust|none|nopass)$/.test(rest)) return certified ? 1 : 0;
  // Where one of several ways is enough, the least counts; a certificate twice is still one.
  const single = rest.split(/\s+or\s+|\s+/).some((it) => /^(?:cert|EXTERNAL)$/.test(it));
  if (certified) return single ? 1 : 2;
  return elsewhere.test(rest) ? undefined : 1;
}
