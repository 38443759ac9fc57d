import { Readable } from "node:stream";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { jsonObjects } from "./json-objects.ts";
import { splitLines } from "./split-lines.ts";

const LIMIT = 10_000;

/** Objects as values, and what is unreadable as `place: reason`. */
async function piecesOf(text: string, maxBytes = LIMIT): Promise<unknown[]> {
  const pieces: unknown[] = [];
  for await (const piece of jsonObjects(splitLines(Readable.from([Buffer.from(text)]), LIMIT), maxBytes)) {
    pieces.push(piece.kind === "object" ? JSON.parse(piece.bytes.toString("utf8")) : `${piece.name}: ${piece.reason}`);
  }
  return pieces;
}

const first = { resourceSpans: [{ resource: {}, scopeSpans: [] }] };
const second = { resource_spans: [{ text: 'a "quoted" } { ] [ \\ \n text' }] };
const [one, two] = [JSON.stringify(first), JSON.stringify(second)];
const [onePretty, twoPretty] = [JSON.stringify(first, null, 2), JSON.stringify(second, null, "\t")];

describe("the objects of an input", () => {
  it.each([
    ["one a line", `${one}\n${two}\n`],
    ["one a line, with empty lines before, between and after", `\n\n${one}\n\n  \n${two}\n\n`],
    ["each over many lines", `${onePretty}\n${twoPretty}`],
    ["after an empty line", `\n${onePretty}\n\n${twoPretty}\n`],
    ["joined without anything between", `${one}${two}`],
    ["laid out and joined on one line", `${onePretty}${twoPretty}`],
    ["one laid out, the next on one line", `${onePretty}\n${two}`],
    ["in a list on one line", `[${one},${two}]`],
    ["in a list that is laid out", JSON.stringify([first, second], null, 2)],
    ["in two lists", `[${one}]\n[${two}]\n`],
    ["with CRLF", `${onePretty}\n${two}\n`.replaceAll("\n", "\r\n")],
  ])("%s", async (_, text) => {
    expect(await piecesOf(text)).toEqual([first, second]);
  });

  it.each([
    ["a line that is no JSON", `${one}\nnonsense\n${two}`, [first, "line 2: undecodable_json", second]],
    ["several such lines, told as one", `no\nnot\n${one}`, ["lines 1-2: undecodable_json", first]],
    ["a line that was cut off", `${one.slice(0, -3)}\n${two}\n`, ["line 1: undecodable_json", second]],
    ["a line that was cut off in a string", `{"resourceSpans":[{"a":"b\n${two}`, ["line 1: undecodable_json", second]],
    ["the end of an object that was cut off", onePretty.slice(0, -4), ["lines 1-7: undecodable_json"]],
    ["a list of what is no object", `[1, 2]\n${one}`, ["line 1: undecodable_json", first]],
    ["text behind an object", `${one} and so on\n${two}`, [first, "line 1: undecodable_json", second]],
  ])("is told and passed over: %s", async (_, text, pieces) => {
    expect(await piecesOf(text)).toEqual(pieces);
  });

  it("that is larger than allowed is told, and the next is read", async () => {
    const large = JSON.stringify({ resourceSpans: "x".repeat(200) }, null, 2);
    expect(await piecesOf(`${large}\n${one}`, 100)).toEqual(["lines 1-3: message_too_large", first]);
    expect(await piecesOf(`${JSON.stringify({ a: "x".repeat(LIMIT) })}\n${one}`)).toEqual([
      "line 1: message_too_large",
      first,
    ]);
  });

  it("are what was written, whatever it is and however it is laid out", async () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    const indent = fc.constantFrom(0, 1, 4);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(object, indent, fc.constantFrom("", "\n", "\n\n", " ,\n"))), async (items) => {
        const text = items.map(([value, indent, end]) => `${JSON.stringify(value, null, indent)}${end}`).join("");
        const expected: unknown = JSON.parse(JSON.stringify(items.map(([value]) => value)));
        expect(await piecesOf(text, LIMIT * 10)).toEqual(expected);
      }),
    );
  });

  it("begin with a brace, whatever the input is: arbitrary text gives pieces and no failure", async () => {
    const text = fc.string({
      unit: fc.constantFrom("{", "}", "[", "]", '"', "\\", ",", "\n", "a", "1", " "),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, async (text) => {
        for await (const piece of jsonObjects(splitLines(Readable.from([Buffer.from(text)]), LIMIT), LIMIT)) {
          if (piece.kind === "object") expect(piece.bytes.toString()).toMatch(/^\{[^]*[}\]]$/);
        }
      }),
    );
  });
});
