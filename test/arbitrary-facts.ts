import fc from "fast-check";
import type { z } from "zod";

/** Words of the field, so that arbitrary facts also come to the places where a judge decides. */
const words = [
  ...["Content-Type", "text/html", "Strict-Transport-Security", "max-age=0; preload", 'max-age="1', "X-Frame-Options"],
  ...["Content-Security-Policy", "script-src 'self' https://a*b:c", "frame-ancestors *", "'nonce-x'", "object-src"],
  ...["Set-Cookie", "__Host-a=b; Secure", "Cache-Control", 'no-store="', "Server", "Via", "Location", "TRACE", "PUT"],
  ...["<meta http-equiv=content-security-policy content='", "https://[", "http://shop.example.com/", "2026-01-01"],
  ...[
    "rsa",
    "ec",
    "root",
    "0",
    "1",
    "-1",
    "/etc/shadow",
    "sha1WithRSAEncryption",
    "PermitRootLogin",
    "yes",
    "no",
    "tcp",
  ],
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40, unit: "binary" }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 3 }).map((it) => it.join(", ")) },
);

type Schema = z.core.$ZodType;

/** Values that a schema accepts, for the parts of zod that schemas of facts are made of; throws for any other part. */
export function arbitraryOf(schema: Schema): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "string": {
      const { minLength } = schema as z.ZodString;
      return text.filter((it) => it.length >= (minLength ?? 0));
    }
    case "boolean":
      return fc.boolean();
    case "number": {
      const { minValue, maxValue, isInt } = schema as z.ZodNumber;
      const limits = { min: Math.max(minValue ?? 0, -(2 ** 40)), max: Math.min(maxValue ?? 2 ** 40, 2 ** 40) };
      const near = fc.integer({ min: Math.ceil(limits.min), max: Math.min(Math.floor(limits.max), 600) });
      return fc.oneof(
        near,
        isInt ? fc.integer({ min: -1000, max: 1000 }).filter((it) => it >= limits.min && it <= limits.max) : near,
      );
    }
    case "enum":
      return fc.constantFrom(...Object.values(def.entries));
    case "literal":
      return fc.constantFrom(...def.values);
    case "array":
      return fc.array(arbitraryOf(def.element), { minLength: 0, maxLength: 4 });
    case "tuple":
      return fc.tuple(...def.items.map(arbitraryOf));
    case "record":
      return fc.dictionary(text, arbitraryOf(def.valueType), { maxKeys: 4 });
    case "optional":
      return fc.option(arbitraryOf(def.innerType), { nil: undefined });
    case "nullable":
      return fc.option(arbitraryOf(def.innerType), { nil: null });
    case "union":
      return fc.oneof(...def.options.map(arbitraryOf));
    case "object": {
      const parts = Object.entries(def.shape).map(([key, part]) => [key, arbitraryOf(part)] as const);
      return fc
        .record(Object.fromEntries(parts))
        .map((it) => Object.fromEntries(Object.entries(it).filter(([, value]) => value !== undefined)));
    }
    default:
      throw new Error(`facts hold a part that can't be made up yet: ${def.type}`);
  }
}
