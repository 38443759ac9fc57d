import { Readable } from "node:stream";

import { ConfigError } from "@parapet/runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readProducerLedger, type LedgerLine } from "./producer-ledger.ts";

async function read(text: string): Promise<readonly LedgerLine[]> {
  const batches: (readonly LedgerLine[])[] = [];
  for await (const batch of readProducerLedger(Readable.from([Buffer.from(text)]))) batches.push(batch);
  return batches.flat();
}

const line = { topic: "llm.spans", partition: 0, offset: "17" };

describe("the ledger of a producer", () => {
  it("has a message a line, of which only the place is required", async () => {
    const full = { ...line, spans: 2, dead_letters: 0, span_ids: ["a", "b"], content_crc32: 4_294_967_295 };
    expect(await read(`${JSON.stringify(line)}\n\n${JSON.stringify(full)}\n`)).toEqual([line, full]);
  });

  it("may end in a line that was cut off by a crash, which stands for nothing", async () => {
    expect(await read(`${JSON.stringify(line)}\n{"topic":"llm.sp`)).toEqual([line]);
  });

  it.each([
    { what: "text", bad: "hello" },
    { what: "an offset that JSON would round", bad: '{"topic":"t","partition":0,"offset":9007199254740993}' },
    { what: "a place without a topic", bad: '{"partition":0,"offset":"1"}' },
    { what: "a partition below zero", bad: '{"topic":"t","partition":-1,"offset":"1"}' },
  ])("with $what in the middle is refused, with the number of the line", async ({ bad }) => {
    const reading = read(`${JSON.stringify(line)}\n${bad}\n${JSON.stringify(line)}\n`);
    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow(/line 2 /);
  });

  it("is read in batches, whole, however long it is", async () => {
    const offsets = fc.array(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), { maxLength: 9_000 });
    await fc.assert(
      fc.asyncProperty(offsets, async (all) => {
        const lines = all.map((offset) => ({ ...line, offset: String(offset) }));
        expect(await read(lines.map((each) => `${JSON.stringify(each)}\n`).join(""))).toEqual(lines);
      }),
      { numRuns: 10 },
    );
  });
});
