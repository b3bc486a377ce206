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
