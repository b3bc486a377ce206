import { isIP } from "node:net";
import type { FactsOf } from "../fact-kinds.ts";
import { passwordKept } from "./accounts.ts";
import type { ReadCatalog } from "./catalog.ts";
import { inOrder } from "./standing.ts";

type Rules = FactsOf<"database-rules">;

/** Where an account's host lets it come from. `localhost` is the socket, and loopback too where names are looked up. */
function fromOf(host: string): readonly string[] {
  if (host === "%" || host === "") return ["any"];
  if (host === "localhost") return ["local", "127.0.0.0/8", "::1/128"];
  if (isIP(host) !== 0) return [`${host}/${isIP(host) === 4 ? 32 : 128}`];
  const [address = "", mask = ""] = host.split("/");
  if (isIP(address) !== 4 || isIP(mask) !== 4) return [host];
  const bits = mask
    .split(".")
    .map((it) => Number(it).toString(2).padStart(8, "0"))
    .join("");
  return /^1*0*$/.test(bits) ? [`${address}/${bits.indexOf("0") < 0 ? 32 : bits.indexOf("0")}`] : [host];
}

/** Accounts in the order in which the server looks at them: an anonymous one masks those after it. */
export function databaseRules(
  { catalog, unseen }: ReadCatalog,
  product: Rules["product"],
  server: { readonly demandsTls: boolean; readonly hasTls: boolean },
): Rules {
  const rules = inOrder(catalog.accounts.filter((it) => !it.isRole && !it.locked)).map(
    (it): Rules["rules"][number] => ({
      place: `'${it.user}'@'${it.host}'`,
      roles: [it.name],
      databases: ["*"],
      from: [...fromOf(it.host)],
      tls: it.demandsTls || server.demandsTls ? "required" : server.hasTls ? "either" : "never",
      method: `${it.methods.map(({ plugin }) => plugin).join(" or ")}${it.demandsCertificate ? "+clientcert" : ""}`,
      open: passwordKept(it) === "none",
    }),
  );
  return { product, rules, unseen: [...unseen] };
}
