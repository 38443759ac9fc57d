import { describe, expect, it } from "vitest";

import type { Block, MessageRange, Recheck } from "./index.ts";
import { storeBlocks } from "./index.ts";

const range: MessageRange = {
  streamId: "cluster/life",
  topic: "llm.spans",
  partition: 3,
  firstOffset: 10n,
  lastOffset: 29n,
  messages: [],
};
const blocks: readonly Block[] = ["spans", "findings", "ledger"].map((table) => ({ table, rows: [] }));

interface Write {
  readonly tables: readonly string[];
  readonly token: string;
  readonly recheck: Recheck | undefined;
}

async function writesOf(written: MessageRange): Promise<readonly Write[]> {
  const writes: Write[] = [];
  const sink = {
    write: (blocks: readonly Block[], token: string, _: AbortSignal, recheck?: Recheck) => {
      writes.push({ tables: blocks.map(({ table }) => table), token, recheck });
      return Promise.resolve();
    },
  };
  await storeBlocks(sink, written, blocks, AbortSignal.timeout(1_000)).catch(() => undefined);
  return writes;
}

describe("the blocks of a range", () => {
  it("are stored in their order under one token", async () => {
    const token = "cluster/life:llm.spans:3:10-29";
    const writes = await writesOf(range);
    expect(writes).toEqual(blocks.map(({ table }) => ({ tables: [table], token, recheck: undefined })));
  });

  it("are looked for under the range's own stream when the token may be forgotten", async () => {
    const [write] = await writesOf({ ...range, recheckSinceMs: 5, contentCount: 7 });
    const { streamId, topic, partition, firstOffset, lastOffset } = range;
    expect(write).toMatchObject({
      token: "cluster/life:llm.spans:3:10-29~7",
      recheck: { streamId, topic, partition, firstOffset, lastOffset, sinceMs: 5 },
    });
  });

  it("are left alone from where the owner is none any more", async () => {
    let asked = 0;
    const requireOwner = (): void => {
      asked += 1;
      if (asked > 2) throw new Error("somebody else's");
    };
    expect((await writesOf({ ...range, requireOwner })).map(({ tables }) => tables)).toEqual([["spans"], ["findings"]]);
  });
});
