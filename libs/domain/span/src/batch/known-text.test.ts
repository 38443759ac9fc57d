import { describe, expect, test } from "vitest";

import { KnownText } from "./known-text.ts";

describe.each(["four", "and nine", "and eleven!"])("the text `%s`", (text) => {
  const known = new KnownText(text);
  const bytes = Buffer.from(`..${text}....`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

  test("stands where it stands, and nowhere else", () => {
    const places = [0, 1, 2, 3, 4].filter((at) => known.standsAt(view, at, bytes.length));
    expect(places).toEqual([2]);
  });

  test("has to end in time", () => {
    expect(known.standsAt(view, 2, 2 + text.length)).toBe(true);
    expect(known.standsAt(view, 2, 1 + text.length)).toBe(false);
  });

  test("is another one where any byte is", () => {
    for (let at = 2; at < 2 + text.length; at += 1) {
      const other = Buffer.from(bytes);
      other[at] = (other[at] ?? 0) ^ 1;
      expect(known.standsAt(new DataView(other.buffer, other.byteOffset, other.length), 2, bytes.length)).toBe(false);
    }
  });
});
