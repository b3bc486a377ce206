import { bothIn, type ContentProof, type Format, plainWith } from "./content-proof.ts";

const kind = "status-page";
const page = (id: string, path: string, prove: Format, rest: Partial<ContentProof> = {}): ContentProof => ({
  ...{ id, kind, path, prove },
  ...rest,
});

/** Servers and tools that are made for the desk of a developer; some of them run what they are told. */
export const developmentServers: readonly ContentProof[] = [
  page(
    "development-webpack-stream",
    "/__webpack_hmr",
    ({ type }) => (type === "text/event-stream" ? "webpack: its stream of changes" : undefined),
    // It never ends: one byte is enough.
    { bodyBytes: 1 },
  ),
  page(
    "development-webpack",
    "/webpack-dev-server",
    bothIn(/Assets Report|<h1>[^<]*Assets|Compilation:/i, /\.js/, "webpack development server: its assets"),
  ),
  page(
    "development-vite",
    "/@vite/client",
    plainWith("Vite client: its module", /\bimport\b|\bconst\b|\bclass\b/, /vite:|\[vite\]|vite-error-overlay/),
  ),
  page(
    "development-rails",
    "/rails/info/properties",
    bothIn(/Rails version/, /Ruby version/, "Rails properties: versions of Rails and Ruby"),
  ),
  page(
    "development-rails-mailers",
    "/rails/mailers",
    bothIn(/<title>[^<]*Mailer Previews|Mailer Previews/, /<h3>|<li>|add_preview|previews/i, "Rails mail previews"),
  ),
  page(
    "development-symfony",
    "/_profiler/empty/search/results",
    bothIn(/Symfony Profiler|sf-profiler|_profiler/, /Token|Results found|profiler/i, "Symfony profiler: its search"),
  ),
  page(
    "development-werkzeug",
    "/console",
    bothIn(/<title>[^<]*Werkzeug Debugger<\/title>/, /CONSOLE_MODE|__debugger__/, "Werkzeug console: title and mode"),
    { statuses: [200, 400] },
  ),
  page("development-laravel-ignition", "/_ignition/health-check", ({ text }) =>
    /^\s*\{\s*"can_execute_commands"\s*:\s*(?:true|false)/.test(text) ? "Laravel Ignition: its health" : undefined,
  ),
  page(
    "development-laravel-telescope",
    "/telescope",
    bothIn(
      /<title>Telescope|id="telescope"/,
      /vendor\/telescope|window\.Telescope/,
      "Laravel Telescope: title and scripts",
    ),
  ),
  page(
    "development-h2-console",
    "/h2-console/",
    bothIn(/<title>H2 Console<\/title>/, /jsessionid|login\.jsp/, "H2 console"),
  ),
];

/** Debug pages that show themselves on any path that does not exist. */
export const debugPages: readonly Omit<ContentProof, "path">[] = [
  {
    id: "development-django",
    kind,
    statuses: [404, 500],
    prove: bothIn(
      /<code>DEBUG = True<\/code>/,
      /Django settings|URLconf|Request URL/,
      "Django debug page: DEBUG = True",
    ),
  },
  {
    id: "development-rails-errors",
    kind,
    statuses: [404, 500],
    prove: bothIn(
      /<h1>Routing Error<\/h1>|Action Controller: Exception caught/,
      /Rails\.root|RAILS_ROOT/,
      "Rails error page: its root",
    ),
  },
  {
    id: "development-werkzeug-errors",
    kind,
    statuses: [404, 500],
    prove: bothIn(
      /Werkzeug Debugger|werkzeug/i,
      /EVALEX\s*=\s*(?:true|false)|__debugger__/,
      "Werkzeug debugger: its mode",
    ),
  },
  {
    id: "development-laravel-errors",
    kind,
    statuses: [404, 500],
    prove: bothIn(
      /window\.ignite|Whoops, looks like something went wrong|Spatie\\LaravelIgnition/,
      /laravel|ignition|Whoops\\/i,
      "Laravel error page: Ignition or Whoops",
    ),
  },
];
