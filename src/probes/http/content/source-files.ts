import { atPaths, type ContentProof, type Format, isHtml, plainWith } from "./content-proof.ts";
import { jsonStart } from "./json-start.ts";

/** Program text that should have run, or the swap file of an editor that had it open. */
const source: Format = ({ text, bytes }) => {
  if (/^b0VIM \d/.test(bytes.subarray(0, 8).toString("latin1"))) return "Vim swap file: b0VIM";
  if (isHtml(text)) return undefined;
  if (/^\ufeff?\s*(?:#!.*\n)?<\?(?:php\b|=)/.test(text)) return "PHP source: its opening tag";
  return undefined;
};
const kind = "dump";
const rest = { kind, firstBytes: 1024, prove: source } as const;

/** Copies of program text under a name that no handler takes, so that it is shown instead of run. */
export const sourceFiles: readonly ContentProof[] = [
  ...atPaths("source-index-tilde", ["/index.php~"], { ...rest, underBase: true }),
  ...atPaths("source-index-bak", ["/index.php.bak"], { ...rest, underBase: true }),
  ...atPaths("source-index", ["/index.php", "/index.php.old", "/index.php.save", "/.index.php.swp"], rest),
  ...atPaths("source-config", ["/config.php~", "/config.php.bak"], rest),
  ...atPaths("source-wordpress", ["/wp-config.php~", "/wp-config.php.bak", "/.wp-config.php.swp"], rest),
  {
    id: "source-django-settings",
    kind,
    path: "/settings.py",
    prove: plainWith("Django settings: key and applications", /^SECRET_KEY\s*=/m, /^INSTALLED_APPS\s*=/m),
  },
  {
    id: "source-web-config-bak",
    kind,
    path: "/web.config.bak",
    prove: plainWith(
      "ASP.NET configuration: <configuration>",
      /<configuration\b/,
      /<(?:system\.web|connectionStrings|appSettings)\b/,
    ),
  },
];

const scriptAddress = /<script\b[^>]*?\bsrc\s*=\s*["']?([^"'\s>]+)/gi;

/** The source maps of the scripts that a page of that URL loads from its own origin, the first three of them. */
export function sourceMaps(page: string, url: string): readonly ContentProof[] {
  const { origin } = new URL(url);
  const scripts = [...page.matchAll(scriptAddress)]
    .map(([, address = ""]) => URL.parse(address, url))
    .filter((it) => it !== null && it.origin === origin && /\.m?js$/.test(it.pathname));
  const paths = [...new Set(scripts.map((it) => it?.pathname))].slice(0, 3);
  return paths.map((path, at) => ({
    id: `source-map-${at + 1}`,
    kind,
    path: `${path}.map`,
    firstBytes: 4096,
    prove: ({ text }) => {
      const members = jsonStart(text.replace(/^\)\]\}'?\n?/, ""));
      return members?.get("version")?.kind === "number" &&
        ["sources", "sections", "mappings", "file"].some((it) => members.has(it))
        ? "source map: version and sources"
        : undefined;
    },
  }));
}
