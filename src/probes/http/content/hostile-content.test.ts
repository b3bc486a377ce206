import { expect, test } from "vitest";
import { contentProofs } from "./content-list.ts";

/** A pattern that starts anew at each of them needs minutes for so many. */
const repeated = ["\n", "\n \n", " ", "_auth=", "//a:_auth", '"host":', '"host": "user"', "a:", "// \n ", "<!--"];

test("content made to be slow to read proves nothing, and is read all the same", () => {
  for (const piece of repeated)
    for (const head of ["?", "{"]) {
      const text = `${head}${piece.repeat(2 ** 18 / piece.length)}?`;
      const served = { status: 200, bytes: Buffer.from(text), text, type: "text/plain", header: () => [] };
      const proven = contentProofs.filter((it) => it.prove(served) !== undefined).map(({ id }) => id);
      expect(proven, piece).toEqual([]);
    }
});
