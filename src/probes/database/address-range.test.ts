import { BlockList } from "node:net";
import fc from "fast-check";
import { expect, it } from "vitest";
import { addressRange, addressText } from "./address-range.ts";

it.each(["", "db.example.com", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0 255.0.0.0"])(
  "takes %j for no range",
  (text) => {
    expect(addressRange(text)).toBeUndefined();
  },
);

it.each([
  [4, fc.ipV4(), 32],
  [6, fc.ipV6(), 128],
] as const)("holds the IPv%i addresses that Node's own list holds", (family, address, all) => {
  fc.assert(
    fc.property(address, address, fc.integer({ min: 1, max: all }), (network, other, bits) => {
      const list = new BlockList();
      list.addSubnet(network, bits, `ipv${family}`);
      const range = addressRange(`${network}/${bits}`);
      for (const it of [other, network]) {
        const { first = -1n } = addressRange(it) ?? {};
        expect(range !== undefined && range.first <= first && first <= range.last).toBe(list.check(it, `ipv${family}`));
        expect(addressRange(addressText(family, first))?.first).toBe(first);
      }
    }),
  );
});
