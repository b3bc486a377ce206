import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import { listed } from "./listed.ts";

/** Words by which a technology is declared, and the file name extensions that it needs handled. */
const needs: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ["php", "laravel", "symfony", "wordpress", "drupal", "typo3", "magento", "joomla", "nextcloud"],
    [".php", ".phtml"],
  ],
  [
    ["java", "jsp", "jakarta", "tomcat", "jetty", "spring", "struts", "jboss", "wildfly"],
    [".jsp", ".do"],
  ],
  [
    ["dotnet", ".net", "asp.net", "aspnet", "csharp", "c#", "iis"],
    [".aspx", ".ashx"],
  ],
  [["asp", "classic-asp"], [".asp"]],
  [
    ["perl", "cgi"],
    [".pl", ".cgi"],
  ],
  [["python", "django", "flask"], [".py"]],
  [["ruby", "rails"], [".rb"]],
  [["coldfusion", "lucee", "cfml"], [".cfm"]],
  [["ssi", "server-side-includes"], [".shtml"]],
  // No extension, but what a web server's configuration is asked for in the same way.
  [["webdav", "dav", "svn", "subversion"], ["webdav"]],
];

/** The extensions that the declared technologies need handled, be they declared as `php` or as `PHP 8.2`. */
export function neededExtensions(technology: readonly string[]): ReadonlySet<string> {
  const words = technology.map((it) =>
    it
      .trim()
      .toLowerCase()
      .replace(/[\s/:@-]*v?\d[\d.]*$/, ""),
  );
  return new Set(needs.flatMap(([names, extensions]) => (words.some((it) => names.includes(it)) ? extensions : [])));
}

/** What was told of the handlers that the declared technologies do not need. */
export function weighHandlers({ trials }: FactsOf<"http-handlers">, technology: readonly string[]) {
  const needed = neededExtensions(technology);
  const beside = trials.filter((it) => !needed.has(it.extension));
  const handled = beside
    .filter((it) => it.finding === "handled")
    .map(({ extension, shown = "another answer" }) => ({ extension, shown }));
  const undeclared = handled.map(({ extension, shown }) => ({
    reason: `names with ${extension} are handed to a handler (${shown}), and no technology is declared`,
    wouldVerify: "declare the technology of the endpoint",
  }));
  const unseen = beside.flatMap(({ extension, finding, trouble }) => {
    if (finding !== undefined) return [];
    const reason = trouble?.message ?? `it was not settled what answers for ${extension}`;
    return [{ reason, wouldVerify: trouble?.wouldVerify ?? "observe again" }];
  });
  const untried = trials.length === 0 ? [{ reason: "no file type was tried", wouldVerify: "observe again" }] : [];
  const gaps: readonly Gap[] = [...(technology.length === 0 ? undeclared : []), ...untried, ...unseen];
  const refused = trials.filter((it) => it.finding === "refused").map((it) => it.extension);
  const turnedAway = refused.length === 0 ? "" : `; refused: ${listed(refused)}`;
  return {
    handled,
    gaps,
    because: `of ${trials.length} file types none shows a handler that is not needed${turnedAway}`,
  };
}
