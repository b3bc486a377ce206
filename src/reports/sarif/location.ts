import type { Assessment } from "../../assessment/assessment.ts";
import { visible } from "../visible.ts";

/** What stands for the estate where there is no file of it; code scanners demand a file for each result. */
const undeclaredEstate = "holdfast.yaml";

/**
 * Where a result is shown: the file itself if the subject is one, else the estate file that declares the subject. The
 * subject stands beside it as a logical location.
 */
export function locationOf({ estate }: Assessment, subject: string | undefined) {
  const [kind, name] = subject === undefined ? [] : splitSubject(subject);
  const file =
    (kind === "dockerfile" || kind === "compose-file") && name ? name : (estate.files[0] ?? undeclaredEstate);
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: 1 } },
    ...(subject !== undefined && {
      logicalLocations: [{ name: visible(name ?? ""), fullyQualifiedName: visible(subject), kind: "resource" }],
    }),
  };
}

function splitSubject(subject: string): readonly [string, string] {
  const colon = subject.indexOf(":");
  return [subject.slice(0, colon), subject.slice(colon + 1)];
}

/** A path as a URI reference: relative paths stay relative, absolute ones become `file:` URIs. */
export function uriOf(path: string): string {
  const segments = path.toWellFormed().replaceAll("\\", "/").split("/");
  const encoded = segments.filter((it, index) => it !== "." && (it !== "" || index === 0)).map(encodeURIComponent);
  const joined = encoded.join("/");
  if (joined.startsWith("/")) return `file://${joined}`;
  return joined === "" ? undeclaredEstate : joined;
}
