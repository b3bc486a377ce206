/** A marker that firewalls know, in its usual form and in one that only who decodes it recognises. */
interface Canary {
  readonly id: string;
  readonly plain: string;
  readonly disguised: string;
}

/**
 * Texts that look like attacks and are none: they stand in a query parameter that no page knows, ask for nothing to be
 * changed, and name only what is public on every system.
 */
export const canaries: readonly Canary[] = [
  { id: "script", plain: "<script>alert(1)</script>", disguised: "<ScRiPt\t>alert(1)</sCrIpT >" },
  { id: "sql", plain: "1' OR '1'='1' -- ", disguised: "1'/**/oR/**/'1'/**/=/**/'1'#" },
  { id: "path", plain: "../../../../etc/passwd", disguised: "..%2f..%2f..%2f..%2fetc%2fpasswd" },
  { id: "command", plain: ";cat /etc/passwd", disguised: ";c'a't /etc/pa''sswd" },
];
