import { describe, expect, it } from "vitest";

import { encodeCommitNote } from "./commit-note.ts";
import { laneStartOf } from "./lane-start.ts";
import { decideOpening, type LaneOpening } from "./open-lane.ts";

const pending = { firstOffset: 10n, lastOffset: 19n, count: 10, encoding: "one", atMs: 1_000 };

interface Found {
  readonly offset?: bigint;
  readonly metadata?: string;
  readonly low?: bigint;
  readonly high?: bigint;
}

function openingOf({ offset, metadata = "", low = 0n, high = 100n }: Found): LaneOpening {
  const committed = offset === undefined ? null : { offset, metadata };
  return decideOpening(laneStartOf(committed, { low, high }, "life"));
}

function note(fields: Partial<Parameters<typeof encodeCommitNote>[0]> = {}): string {
  return encodeCommitNote({ topicId: "life", pending: null, recheckTo: null, ...fields });
}

describe("where a lane begins", () => {
  it.each<{ what: string; found: Found; opening: Partial<LaneOpening> }>([
    {
      what: "at the committed offset",
      found: { offset: 10n, metadata: note() },
      opening: { kind: "open", nextOffset: 10n, pending: null, recheckTo: null, reports: [] },
    },
    {
      what: "with the range that was begun there",
      found: { offset: 10n, metadata: note({ pending }) },
      opening: { kind: "open", nextOffset: 10n, pending, reports: [] },
    },
    {
      what: "at the oldest message of a new, empty topic, with no doubt",
      found: { high: 0n },
      opening: { kind: "open", nextOffset: 0n, recheckTo: null, reports: [] },
    },
    {
      what: "at the oldest message when the group has no offset, doubting all that is there: it may have had one",
      found: { low: 3n, high: 100n },
      opening: { kind: "open", nextOffset: 3n, recheckTo: 100n, reports: [] },
    },
    {
      what: "with the doubt that an earlier owner had",
      found: { offset: 10n, metadata: note({ recheckTo: 40n }) },
      opening: { kind: "open", nextOffset: 10n, recheckTo: 40n },
    },
    {
      what: "at the oldest message of a topic created anew, without its predecessor's range",
      found: { offset: 10n, metadata: note({ topicId: "former", pending }), low: 2n },
      opening: {
        kind: "open",
        nextOffset: 2n,
        pending: null,
        recheckTo: null,
        reports: [{ condition: "topic_recreated", messages: 0 }],
      },
    },
    {
      what: "behind messages that expired unread",
      found: { offset: 10n, metadata: note(), low: 25n },
      opening: { kind: "open", nextOffset: 25n, reports: [{ condition: "retention_gap", messages: 15 }] },
    },
    {
      what: "with what is left of the range that was begun",
      found: { offset: 10n, metadata: note({ pending }), low: 15n },
      opening: { kind: "open", nextOffset: 15n, pending, reports: [] },
    },
    {
      what: "with a range of which nothing is left, and what expired behind it",
      found: { offset: 10n, metadata: note({ pending }), low: 30n },
      opening: { kind: "open", nextOffset: 30n, pending, reports: [{ condition: "retention_gap", messages: 10 }] },
    },
    {
      what: "with a look at all that is there, where a later version may have begun a range",
      found: { offset: 10n, metadata: note({ pending }).replace('"v":2', '"v":3') },
      opening: { kind: "open", nextOffset: 10n, pending: null, recheckTo: 100n, reports: [] },
    },
    {
      what: "nowhere when the committed offset is beyond the end of the log",
      found: { offset: 101n, metadata: note() },
      opening: { kind: "halted" },
    },
    {
      what: "nowhere when the range that was begun is beyond the end of the log",
      found: { offset: 10n, metadata: note({ pending }), high: 15n },
      opening: { kind: "halted" },
    },
  ])("is $what", ({ found, opening }) => {
    expect(openingOf(found)).toMatchObject(opening);
  });
});
