import { describe, expect, test } from "vitest";

import { matcherOf, matchKinds } from "./match-kind.ts";

const kindOf = matcherOf("In 2019 Mara Lind opened two shops, Oslo's first.");

describe("how a word stands to the other side", () => {
  test.each([
    ["shops", matchKinds.shared],
    ["Lind,", matchKinds.shared],
    ["opening", matchKinds.shared],
    ["Oslo", matchKinds.shared],
    ["closed", matchKinds.lacking],
    ["2021", matchKinds.lackingNumber],
    ["Bergen.", matchKinds.lackingName],
    ["—", matchKinds.shared],
  ])("%s is %i", (word, kind) => {
    expect(kindOf(word)).toBe(kind);
  });
});
