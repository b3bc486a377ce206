import pLimit from "p-limit";
import { z } from "zod";
import type { Trouble } from "../../transports/trouble.ts";
import { type FetchLimits, fetchWhole } from "../fetch.ts";
import { parsed } from "./archive.ts";
import type { Component } from "./component.ts";
import type { OsvRecord } from "./record.ts";

const batchSize = 1000;
const mostPages = 50;
const mostRecords = 5000;
const atOnce = 8;
const answerSchema = z.object({
  results: z.array(
    z
      .object({
        vulns: z.array(z.object({ id: z.string().regex(/^[A-Za-z0-9][\w:.-]{0,199}$/) })).nullish(),
        next_page_token: z.string().nullish(),
      })
      .nullable(),
  ),
});

type Query = {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly version: string;
  readonly page_token?: string;
};

/**
 * The advisories that OSV's API (v1) names for components: ids by batches, then each advisory once. Any part that can't
 * be had is trouble for all: half an answer clears nothing.
 */
export async function askApi(
  api: string,
  components: readonly Component[],
  limits: FetchLimits,
): Promise<readonly OsvRecord[] | Trouble> {
  const base = api.replace(/\/+$/, "");
  const ids = new Set<string>();
  let queries: readonly Query[] = components.map(({ ecosystem, name, version }) => ({
    package: { ecosystem, name },
    version,
  }));
  for (let page = 0; queries.length > 0; page++) {
    if (page >= mostPages) return unreadable(base, "its answers don't end");
    const batch = queries.slice(0, batchSize);
    const answer = await fetchWhole(`${base}/v1/querybatch`, { ...limits, post: JSON.stringify({ queries: batch }) });
    if ("kind" in answer) return answer;
    const results = resultsOf(answer);
    if (results === undefined || results.length !== batch.length)
      return unreadable(base, "its answer has another form");
    for (const it of results.flatMap((one) => one?.vulns ?? [])) ids.add(it.id);
    const more = results.flatMap((it, i) => {
      const query = batch[i];
      const token = it?.next_page_token;
      return query === undefined || token === undefined || token === null || token === ""
        ? []
        : [{ ...query, page_token: token }];
    });
    queries = [...more, ...queries.slice(batchSize)];
  }
  if (ids.size > mostRecords) return unreadable(base, `it names more than ${mostRecords} advisories`);
  const limit = pLimit(atOnce);
  const records = await Promise.all([...ids].map((id) => limit(() => recordOf(base, id, limits))));
  return records.find((it) => "kind" in it) ?? records.flatMap((it) => ("kind" in it ? [] : [it]));
}

async function recordOf(base: string, id: string, limits: FetchLimits): Promise<OsvRecord | Trouble> {
  const text = await fetchWhole(`${base}/v1/vulns/${encodeURIComponent(id)}`, limits);
  if ("kind" in text) return text;
  return parsed(text) ?? unreadable(base, `its advisory ${id} has another form`);
}

function resultsOf(answer: Buffer) {
  try {
    const checked = answerSchema.safeParse(JSON.parse(answer.toString()));
    return checked.success ? checked.data.results : undefined;
  } catch {
    return undefined;
  }
}

function unreadable(base: string, why: string): Trouble {
  return {
    kind: "unparsable",
    message: `${base}: ${why}`,
    wouldVerify: "use OSV's archives offline (advisories.osv.archive)",
  };
}
