import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { embeddedObjects } from "./embedded-objects.ts";

describe("embeddedObjects", () => {
  it("finds whole objects between anything else, and no part of one that is cut", () => {
    const text = '\u0000[{"a":{"b":"} \\" {"}},\n{"c":1}\uFFFD{x}{ "d": 2 }{"e":{"f":3}';
    expect(embeddedObjects(text)).toEqual([{ a: { b: '} " {' } }, { c: 1 }, { d: 2 }]);
  });

  it("finds every object of a list that was cut behind them", () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), { maxLength: 5 });
    fc.assert(
      fc.property(objects, (written) => {
        const cut = JSON.stringify(written).slice(0, -1);
        expect(embeddedObjects(cut)).toEqual(JSON.parse(JSON.stringify(written)));
      }),
    );
  });

  it("is done at once with a text of nothing but openings", () => {
    expect(embeddedObjects('{"'.repeat(1_000_000))).toEqual([]);
  });
});
