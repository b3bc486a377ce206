import { brotliDecompressSync, constants, gunzipSync, inflateSync } from "node:zlib";
import { headerValues } from "./response-head.ts";
import type { ParsedResponse } from "./response-parser.ts";

const maxOutputLength = 1024 * 1024;
const decoders: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }),
  "x-gzip": (body) => gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }),
  deflate: (body) => inflateSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }),
  br: (body) => brotliDecompressSync(body, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength }),
};

/** The body without its content coding (some servers compress though asked not to); as it is where that fails. */
export function bodyBytes(response: ParsedResponse): Buffer {
  const coding = headerValues(response, "content-encoding").join(",").trim().toLowerCase();
  const decode = decoders[coding];
  if (!decode) return response.body;
  try {
    return decode(response.body);
  } catch {
    // Half a stream or a bomb: the bytes themselves are then what was seen.
    return response.body;
  }
}

export function bodyText(response: ParsedResponse): string {
  return bodyBytes(response).toString("utf8");
}
