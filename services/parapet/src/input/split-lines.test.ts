import { Readable } from "node:stream";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { splitLines } from "./split-lines.ts";

const LIMIT = 1_000;

async function groupsOf(chunks: readonly (string | Uint8Array)[], maxBytes = LIMIT): Promise<string[][]> {
  const groups: string[][] = [];
  for await (const group of splitLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), maxBytes)) {
    groups.push(
      group.map((line) => (line.kind === "line" ? line.bytes.toString("utf8") : `(${line.number} too long)`)),
    );
  }
  return groups;
}

async function linesOf(chunks: readonly (string | Uint8Array)[], maxBytes = LIMIT): Promise<string[]> {
  return (await groupsOf(chunks, maxBytes)).flat();
}

describe("the lines of an input", () => {
  it.each([
    ["nothing", "", []],
    ["a line end alone", "\n", [""]],
    ["a last line without an end", "a\nb", ["a", "b"]],
    ["a last line with an end", "a\nb\n", ["a", "b"]],
    ["lines that end with CRLF", "a\r\nb\r\n", ["a", "b"]],
    ["a lone carriage return", "a\rb\n", ["a\rb"]],
    ["empty lines", "a\n\n\nb", ["a", "", "", "b"]],
    ["a byte order mark at the beginning", "\uFEFFa\nb", ["a", "b"]],
    ["a byte order mark further on", "a\n\uFEFFb", ["a", "\uFEFFb"]],
    ["line separators of Unicode, which JSON may hold", "a\u2028b\u2029c\u0085d\n", ["a\u2028b\u2029c\u0085d"]],
  ])("%s", async (_, text, lines) => {
    expect(await linesOf([text])).toEqual(lines);
  });

  it("come in groups: those that have arrived together", async () => {
    expect(await groupsOf(["a\nb\nc", "d\n", "e", "f\n"])).toEqual([["a", "b"], ["cd"], ["ef"]]);
  });

  it("are the same however the input is cut", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\n", "\r\n", "\u2028"), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(160), { maxLength: 8 }), async (text, cuts) => {
        const bytes = Buffer.from(text);
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        const expected = text.split(/\r?\n/);
        if (expected.at(-1) === "") expected.pop();
        expect(await linesOf(chunks)).toEqual(expected);
      }),
    );
  });

  it("may be as long as the limit, and no longer; what follows is read", async () => {
    expect(await linesOf(["12345\n123456\n1234", "56789012345", "6\nok\n123456"], 5)).toEqual([
      "12345",
      "(2 too long)",
      "(3 too long)",
      "ok",
      "(5 too long)",
    ]);
  });
});
