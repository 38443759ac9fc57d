import { describe, expect, it } from "vitest";

import { parseCountPath, readPath } from "./count-path.ts";

const read = (usage: unknown, path: string) => readPath(usage, parseCountPath(path));

describe("readPath", () => {
  it.each([
    ["a key", { a: 1 }, "a", 1],
    ["a key within", { a: { b: 2 } }, "a.b", 2],
    ["the sum over a list", { a: [{ b: 1 }, { b: 2 }, {}] }, "a[].b", 3],
    [
      "the items of one modality",
      {
        a: [
          { m: "TEXT", b: 1 },
          { m: "AUDIO", b: 2 },
        ],
      },
      "a[m=AUDIO].b",
      2,
    ],
    ["the items of one modality in lower case", { a: [{ m: "audio", b: 2 }] }, "a[m=AUDIO].b", 2],
    [
      "the items of two modalities",
      {
        a: [
          { m: "IMAGE", b: 1 },
          { m: "DOCUMENT", b: 4 },
        ],
      },
      "a[m=IMAGE|DOCUMENT].b",
      5,
    ],
    ["nothing in an empty list", { a: [] }, "a[].b", null],
    ["nothing behind null", { a: null }, "a.b", null],
    ["nothing behind a number", { a: 3 }, "a.b", null],
    ["nothing that an object inherits", {}, "constructor.length", null],
    ["nothing that a list inherits", { a: [1, 2] }, "a.length", null],
  ])("reads %s", (_label, usage, path, count) => {
    expect(read(usage, path)).toEqual({ count, isMalformed: false });
  });

  it("says when there is something else where a list should be", () => {
    expect(read({ a: { b: 1 } }, "a[].b")).toEqual({ count: null, isMalformed: true });
  });

  it("looks at no more items than a provider sends", () => {
    expect(read({ a: Array.from({ length: 1_000_000 }, () => ({ b: 1 })) }, "a[].b").count).toBe(4096);
  });
});
