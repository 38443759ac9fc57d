import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { insertToken, type MessageRange } from "./index.ts";

function rangeOf(fields: Partial<MessageRange> = {}): MessageRange {
  return {
    streamId: "cluster",
    topic: "llm.spans",
    partition: 3,
    firstOffset: 10n,
    lastOffset: 29n,
    messages: [],
    ...fields,
  };
}

describe("the deduplication token of a range", () => {
  it("names stream, topic, partition and offsets", () => {
    expect(insertToken(rangeOf())).toBe("cluster:llm.spans:3:10-29");
  });

  it.each([
    { what: "stream", other: { streamId: "another cluster" } },
    { what: "topic", other: { topic: "llm.other" } },
    { what: "partition", other: { partition: 4 } },
    { what: "first offset", other: { firstOffset: 9n } },
    { what: "last offset", other: { lastOffset: 30n } },
  ])("differs for another $what", ({ other }) => {
    expect(insertToken(rangeOf(other))).not.toBe(insertToken(rangeOf()));
  });

  it("does not depend on the messages in hand, so that a replay finds the token again", () => {
    const message = {
      topic: "llm.spans",
      partition: 3,
      offset: 10n,
      timestampMs: 0,
      key: null,
      value: null,
      headers: {},
    };
    expect(insertToken(rangeOf({ messages: [message] }))).toBe(insertToken(rangeOf()));
  });

  it("is exact for every offset a log can have", () => {
    const offset = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(offset, offset, offset, offset, (first, last, otherFirst, otherLast) => {
        const [token, other] = [
          rangeOf({ firstOffset: first, lastOffset: last }),
          rangeOf({ firstOffset: otherFirst, lastOffset: otherLast }),
        ].map(insertToken);
        expect(token === other).toBe(first === otherFirst && last === otherLast);
      }),
    );
  });
});
