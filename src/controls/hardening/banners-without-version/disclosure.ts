import type { Service } from "../../../probes/service/facts.ts";

/** What only looks like a version: message ids, addresses, host names, and versions of protocols. */
const others = [
  /<[^<>]*>/g,
  /\[[^[\]]*\]/g,
  /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g,
  /(?<![\w-])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w-])/gi,
  /\b(?:HTTP|SSH|SSL|TLS|TLSv)[ /-]?\d(?:\.\d+)?/gi,
];
const version = /\d+\.\d+|\bv(?:er(?:sion)?)?[ .:]{0,2}\d/i;

/** What a greeting gives away that it need not; `undefined` where it names no version. */
export function disclosureOf({ service, greeting = "" }: Service): "version" | "patch" | "database" | undefined {
  switch (service) {
    case "ssh": {
      // RFC 4253 demands the software's version; only what stands behind the blank is of free will.
      const comment = /^SSH-[^ ]*-[^ ]+ (.*)$/.exec(greeting.split(/(?=SSH-\d)/).at(-1) ?? "")?.[1];
      return comment !== undefined && /\d/.test(comment) ? "patch" : undefined;
    }
    case "mysql":
    case "mariadb":
      return /\d/.test(greeting) ? "database" : undefined;
    // Its greeting is the version of the protocol.
    case "rsync":
      return undefined;
    default:
      return version.test(others.reduce((rest, it) => rest.replaceAll(it, " "), greeting)) ? "version" : undefined;
  }
}
