/** Status line and header fields as they stood on the wire: names keep their case, fields their order and duplicates. */
export interface ResponseHead {
  /** Such as `1.1`. */
  readonly httpVersion: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** Values of all fields of that name, in their order. */
export function headerValues(head: Pick<ResponseHead, "headers">, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return head.headers.filter(([it]) => it.trim().toLowerCase() === wanted).map(([, value]) => value);
}

/** How the end of a body is told (RFC 9112 section 6.3). */
export type Framing =
  | { readonly kind: "none" }
  | { readonly kind: "chunked" }
  | { readonly kind: "length"; readonly bytes: number }
  | { readonly kind: "close" }
  | { readonly kind: "broken"; readonly why: string };

/** The framing of the answer to a request with that method. */
export function framingOf(method: string, head: ResponseHead): Framing {
  const { status } = head;
  if (method === "HEAD" || status < 200 || status === 204 || status === 304) return { kind: "none" };
  if (method === "CONNECT" && status < 300) return { kind: "none" };
  const codings = headerValues(head, "transfer-encoding").flatMap((it) => it.toLowerCase().split(","));
  if (codings.length > 0) return codings.at(-1)?.trim() === "chunked" ? { kind: "chunked" } : { kind: "close" };
  const lengths = new Set(headerValues(head, "content-length").flatMap((it) => it.split(",").map((one) => one.trim())));
  if (lengths.size === 0) return { kind: "close" };
  const [length = ""] = lengths;
  if (lengths.size > 1) return { kind: "broken", why: "contradictory Content-Length fields" };
  if (!/^\d{1,15}$/.test(length)) return { kind: "broken", why: "a Content-Length that is no number" };
  return { kind: "length", bytes: Number(length) };
}

/** Whether the connection may carry another request afterwards (RFC 9112 section 9.3). */
export function keepsAlive(head: ResponseHead): boolean {
  const options = headerValues(head, "connection").flatMap((it) =>
    it
      .toLowerCase()
      .split(",")
      .map((one) => one.trim()),
  );
  if (options.includes("close")) return false;
  return head.httpVersion === "1.1" || options.includes("keep-alive");
}
