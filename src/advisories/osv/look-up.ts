import type { AdvisoriesDeclaration } from "../../estate/schema.ts";
import type { Trouble } from "../../transports/trouble.ts";
import { askApi } from "./api.ts";
import { archiveOf, readArchive } from "./archive.ts";
import { baseOf, type Component, normalisedName } from "./component.ts";
import { matchRecord, type Vulnerability } from "./match.ts";
import type { OsvRecord } from "./record.ts";

export interface LookUpOptions {
  readonly now: Date;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What is known of components, and when the oldest data that says so was made. */
export interface LookedUp {
  readonly source: string;
  readonly dataAt: Date;
  /** Components that there was data for. */
  readonly matched: number;
  readonly vulnerabilities: readonly Vulnerability[];
  readonly unmatched: readonly { readonly component: string; readonly because: string }[];
}

type Osv = NonNullable<AdvisoriesDeclaration["osv"]>;

/** Looks components up where the estate says: OSV's archives in a folder, or its API. */
export function lookUp(
  osv: Osv,
  components: readonly Component[],
  options: LookUpOptions,
): Promise<LookedUp | Trouble> {
  return "api" in osv ? throughApi(osv.api, components, options) : throughArchive(osv.archive, components);
}

async function throughApi(
  api: string,
  components: readonly Component[],
  { now, timeoutMs, signal }: LookUpOptions,
): Promise<LookedUp | Trouble> {
  const limits = { timeoutMs, maxBytes: 32 * 1024 * 1024, ...(signal && { signal }) };
  const records = await askApi(api, components, limits);
  if ("kind" in records) return records;
  const index = indexed(components);
  const found = records.map((record) => judged(record, index));
  return {
    ...{ source: api, dataAt: now, matched: components.length },
    vulnerabilities: found.flatMap((it) => it.vulnerabilities),
    unmatched: found.flatMap((it) => it.unmatched),
  };
}

async function throughArchive(archive: string, components: readonly Component[]): Promise<LookedUp | Trouble> {
  const vulnerabilities: Vulnerability[] = [];
  const unmatched: { component: string; because: string }[] = [];
  let [dataAt, matched] = [Number.POSITIVE_INFINITY, 0];
  for (const [ecosystem, own] of Map.groupBy(components, (it) => baseOf(it.ecosystem))) {
    const file = await archiveOf(archive, ecosystem);
    if (file === undefined) {
      unmatched.push(
        ...own.map((it) => ({ component: `${it.name} ${it.version}`, because: `there is no data for ${ecosystem}` })),
      );
      continue;
    }
    const index = indexed(own);
    const read = await readArchive(file, new Set([...index.keys()].map((it) => it.toLowerCase())), (record) => {
      const found = judged(record, index);
      vulnerabilities.push(...found.vulnerabilities);
      unmatched.push(...found.unmatched);
    });
    if ("kind" in read) return read;
    if (read.records === 0 || read.unreadable > 0)
      unmatched.push({
        component: ecosystem,
        because: `${read.unreadable} of ${read.records} advisories of ${file} could not be read`,
      });
    dataAt = Math.min(dataAt, read.newest.getTime());
    matched += own.length;
  }
  const newest = Number.isFinite(dataAt) ? dataAt : 0;
  return { source: archive, dataAt: new Date(newest), matched, vulnerabilities, unmatched };
}

type Index = ReadonlyMap<string, readonly Component[]>;

const indexed = (components: readonly Component[]): Index => Map.groupBy(components, normalisedName);

/** What one advisory says of the components that it names. */
function judged(record: OsvRecord, index: Index): Pick<LookedUp, "vulnerabilities" | "unmatched"> {
  const named = new Set(
    (record.affected ?? []).flatMap((it) => (it.package === undefined ? [] : [normalisedName(it.package)])),
  );
  const results = [...named].flatMap((name) =>
    (index.get(name) ?? []).map((component) => ({ component, said: matchRecord(record, component) })),
  );
  return {
    vulnerabilities: results.flatMap(({ said }) => (said === undefined || typeof said === "string" ? [] : [said])),
    unmatched: results.flatMap(({ component, said }) =>
      typeof said === "string"
        ? [{ component: `${component.name} ${component.version}`, because: `${record.id}: ${said}` }]
        : [],
    ),
  };
}
