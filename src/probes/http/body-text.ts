import { brotliDecompressSync, constants, gunzipSync, inflateSync } from "node:zlib";
import type { Trouble } from "../../transports/trouble.ts";
import { headerValues } from "./response-head.ts";
import type { ParsedResponse } from "./response-parser.ts";

const maxOutputLength = 1024 * 1024;
const decoders: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }),
  "x-gzip": (body) => gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }),
  deflate: (body) => inflateSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }),
  br: (body) => brotliDecompressSync(body, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength }),
};

const codingOf = (response: ParsedResponse) =>
  headerValues(response, "content-encoding").join(",").trim().toLowerCase();

/** The body without its content coding; `undefined` where that can't be undone. */
function decoded(response: ParsedResponse): Buffer | undefined {
  const coding = codingOf(response);
  if (coding === "" || coding === "identity" || response.body.length === 0) return response.body;
  try {
    return decoders[coding]?.(response.body);
  } catch {
    // Broken, or a bomb.
    return undefined;
  }
}

/** The body without its content coding (some servers compress though asked not to); as it is where that fails. */
export function bodyBytes(response: ParsedResponse): Buffer {
  return decoded(response) ?? response.body;
}

/** The trouble of a body whose content coding can't be undone, so that nothing can be said of what is in it. */
export function codingTrouble(response: ParsedResponse): Trouble | undefined {
  if (decoded(response) !== undefined) return undefined;
  return {
    kind: "unsupported",
    message: `an answer came with the content coding ${codingOf(response)}, which can't be undone`,
    wouldVerify: "let the server heed Accept-Encoding: identity",
  };
}

export function bodyText(response: ParsedResponse): string {
  return bodyBytes(response).toString("utf8");
}
