import type { FactsOf } from "../../../probes/fact-kinds.ts";
import type { Gap } from "../../../verdict/outcome.ts";
import { neededExtensions } from "../../handled-technology.ts";
import { listed } from "../../listed.ts";

type WebServers = FactsOf<"host-web-servers">;
type Server = WebServers["servers"][number];
type Finding = Server["findings"][number];

interface Fault {
  readonly id: "handler" | "module" | Exclude<Finding["kind"], "handler">;
  readonly data: Readonly<Record<"server" | "what" | "handler" | "technology" | "request", string>>;
}

/** Modules that run what they are given, and an extension of what that is. */
const running: readonly (readonly [RegExp, string])[] = [
  [/^php\d*_module$/, ".php"],
  [/^(?:cgi|cgid|fcgid)_module$/, ".cgi"],
  [/^perl_module$|_http_perl_module$/, ".pl"],
  [/^(?:python|wsgi)_module$/, ".py"],
  [/^passenger_module$|_http_passenger_module$/, ".rb"],
  [/^(?:jk|proxy_ajp)_module$/, ".jsp"],
  [/^include_module$/, ".shtml"],
  [/^isapi_module$/, ".asp"],
  [/^dav_module$/, "webdav"],
];
/** FastCGI and CGI serve many languages; for others the handler says by itself which one it is for. */
const handlers: Readonly<Record<string, string>> = {
  php: ".php",
  cgi: ".cgi",
  perl: ".pl",
  python: ".py",
  servlet: ".jsp",
};

/** What web servers are configured for that the declared technology does not need, and what can't be told. */
export function weighConfiguration({ servers, troubles }: WebServers, technology: readonly string[]) {
  const needed = neededExtensions(technology);
  const faults: Fault[] = [];
  const gaps: Gap[] = troubles.map(({ message, wouldVerify }) => ({ reason: message, wouldVerify }));
  const unneeded = (id: "handler" | "module", server: string, what: string, handler: string) => {
    const data = { server, what, handler, technology: listed(technology), request: "" };
    const reason = id === "handler" ? `${server} hands ${what} to ${handler}` : `${server} loads ${what}`;
    if (technology.length > 0) faults.push({ id, data });
    else
      gaps.push({ reason: `${reason}, and no technology is declared`, wouldVerify: "declare the system's technology" });
  };
  for (const server of servers) {
    for (const it of server.findings) {
      const name = `${server.product} (${it.site})`;
      if (it.kind !== "handler") weighOpening(it.kind, it, name, faults, gaps);
      else if (it.extensions.length > 0) {
        const own = handlers[it.handler];
        const beside = it.extensions.filter((one) => !needed.has(one) && !(own !== undefined && needed.has(own)));
        if (beside.length > 0) unneeded("handler", name, `names with ${listed(beside)}`, it.handler);
      } else if (it.handler === "webdav") {
        if (!needed.has("webdav")) unneeded("handler", name, `what is below ${it.location}`, "WebDAV");
      } else if (technology.length === 0) unneeded("handler", name, it.location, it.handler);
    }
    for (const module of server.modules) {
      const extension = running.find(([pattern]) => pattern.test(module))?.[1];
      // CGI is also how Perl, PHP or any other declared language may be run.
      const enough = extension === ".cgi" ? needed.size > 0 : extension !== undefined && needed.has(extension);
      if (extension !== undefined && !enough) unneeded("module", server.product, module, module);
    }
  }
  const once = new Map(faults.map((it) => [`${it.id} ${it.data.server} ${it.data.what}`, it]));
  const of = servers.length === 0 ? "no web server runs" : `of ${servers.length} running web servers`;
  return {
    faults: [...once.values()],
    gaps,
    because: servers.length === 0 ? of : `${of} none maps a handler, listing or status page that is not needed`,
  };
}

function weighOpening(
  kind: Exclude<Finding["kind"], "handler">,
  it: Finding,
  server: string,
  faults: Fault[],
  gaps: Gap[],
): void {
  const open = kind !== "status-page" || it.restrictedTo.every((one) => one === "loopback");
  if (!open) return;
  const what = it.location;
  if (it.restrictedTo.length > 0)
    gaps.push({
      reason: `${server} shows its state at ${what} to whoever reaches its loopback address, through a proxy too`,
      wouldVerify: "limit it to users or networks in the configuration",
    });
  else if ("outcome" in it.confirmation && it.confirmation.outcome === "confirmed") {
    const { request, status } = it.confirmation;
    const data = { server, what, handler: it.handler, technology: "", request: `${request} (${status})` };
    faults.push({ id: kind, data });
  } else {
    const names = { listing: "listings", "status-page": "a status page", "alias-traversal": "a way out of an alias" };
    const why =
      "trouble" in it.confirmation ? it.confirmation.trouble.message : `${it.confirmation.request} did not show it`;
    gaps.push({
      reason: `${server} is configured for ${names[kind]} at ${what}; ${why}`,
      wouldVerify: "switch it off in the configuration, or look by hand whether it answers",
    });
  }
}
