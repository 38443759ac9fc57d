import { insertToken, type LaneStart, type Message, type MessageRange } from "@parapet/delivery";
import { type Logger, ParapetError, silentLogger } from "@parapet/runtime";
import { afterEach, describe, expect, it } from "vitest";

import { Lane, type LaneOptions, type LaneStep } from "./lane.ts";
import { createGate, createRecorder, type Recorder } from "../testing/recorder.ts";

const START_MS = Date.UTC(2026, 0, 1);

function messagesAt(...offsets: readonly number[]): readonly Message[] {
  return offsets.map((offset) => ({
    topic: "llm.spans",
    partition: 0,
    offset: BigInt(offset),
    timestampMs: START_MS,
    key: null,
    value: new Uint8Array(8),
    headers: {},
  }));
}

class BrokerError extends Error {
  readonly type: string;

  constructor(type: string) {
    super(type);
    this.type = type;
  }
}

/** Everything that a lane touches, in memory; each commit and condition in the order in which it came. */
interface Bed {
  readonly lane: Lane;
  readonly recorder: Recorder;
  readonly commits: string[];
  readonly steps: LaneStep[];
  readonly conditions: string[];
  readonly isPaused: () => boolean;
  readonly clock: { wallMs: number; monotonicMs: number };
  /** Offers messages that were fetched from where the first of them is. */
  readonly offer: (...offsets: readonly number[]) => boolean;
  /** Resolves when that many commits were made, or the lane has ended. */
  readonly committed: (count: number) => Promise<unknown>;
}

describe("a lane", () => {
  const ends: AbortController[] = [];
  afterEach(() => {
    for (const ending of ends.splice(0)) ending.abort(new ParapetError("partitions_revoked", "the test is over"));
  });

  function openLane(options: Partial<LaneOptions> = {}, recorder = createRecorder()): Bed {
    const ending = new AbortController();
    ends.push(ending);
    const clock = { wallMs: START_MS, monotonicMs: 0 };
    const [commits, steps, conditions]: [string[], LaneStep[], string[]] = [[], [], []];
    const watchers = new Set<() => void>();
    let isPaused = false;
    const commit = options.commit ?? (() => Promise.resolve());
    const lane = new Lane({
      handler: recorder.handler,
      backOff: { initialMs: 1, maxMs: 1 },
      signal: ending.signal,
      log: silentLogger,
      streamId: "cluster/life",
      topicId: "life",
      encoding: "one",
      topic: "llm.spans",
      partition: 0,
      start: startAt(),
      limits: { maxMessages: 3, maxBytes: 1_000, maxWaitMs: 1 },
      clock: { nowMs: () => clock.wallMs, monotonicMs: () => clock.monotonicMs },
      fenceMs: 15_000,
      landingMs: 0,
      isSameTopic: () => Promise.resolve(true),
      oldestOffset: () => Promise.resolve(0n),
      flow: {
        pause: () => {
          isPaused = true;
        },
        resume: () => {
          isPaused = false;
        },
      },
      onStep: (step) => steps.push(step),
      metrics: {
        received: () => undefined,
        sent: () => undefined,
        errored: (code) => conditions.push(code),
        discarded: () => undefined,
      },
      ...options,
      commit: async (offset, metadata) => {
        await commit(offset, metadata);
        commits.push(`${offset} ${metadata}`);
        for (const look of watchers) look();
      },
    });
    return {
      lane,
      recorder,
      commits,
      steps,
      conditions,
      clock,
      isPaused: () => isPaused,
      offer: (...offsets) =>
        lane.offer({
          fetchedOffset: BigInt(offsets[0] ?? 0),
          nextOffset: BigInt(offsets.at(-1) ?? -1) + 1n,
          hasMore: false,
          messages: messagesAt(...offsets),
        }),
      committed: (count) => {
        const enough = new Promise<void>((resolve) => {
          const look = (): void => (commits.length >= count ? resolve() : undefined);
          watchers.add(look);
          look();
        });
        return Promise.race([enough, lane.ended]);
      },
    };
  }

  function startAt(fields: Partial<LaneStart> = {}): LaneStart {
    return { nextOffset: 0n, pending: null, recheckTo: null, isRecreated: false, low: 0n, high: 100n, ...fields };
  }

  const intent = `{"v":2,"topicId":"life","pending":["0","2"],"count":3,"atMs":${START_MS},"encoding":"one"}`;
  const done = '{"v":2,"topicId":"life"}';

  it("notes a range, stores it under its token, and commits what follows it, telling of each step", async () => {
    const bed = openLane();
    expect(bed.offer(0, 1, 2)).toBe(true);
    await bed.committed(2);
    expect(bed.commits).toEqual([`0 ${intent}`, `3 ${done}`]);
    expect(bed.recorder.tokens()).toEqual(["cluster/life:llm.spans:0:0-2@one"]);
    expect(bed.steps).toEqual(["intent_committing", "intent_committed", "storing", "stored", "committed"]);
  });

  const pending = { firstOffset: 0n, lastOffset: 4n, count: 5, encoding: "one", atMs: START_MS - 1_000 };

  it("is held back by what came behind a range that is formed again, as by any other messages", async () => {
    const stored = createGate();
    const start = startAt({ pending: { ...pending, lastOffset: 0n, count: 1 } });
    const bed = openLane(
      { start },
      createRecorder(() => stored.opened),
    );
    expect(bed.offer(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)).toBe(true);
    await bed.committed(1);
    expect(bed.isPaused()).toBe(true);
    expect(bed.offer(10)).toBe(false);
    stored.open();
    await bed.recorder.received(10);
    await expect.poll(() => bed.isPaused()).toBe(false);
  });

  it("ends, and stores nothing, when the memory of its messages is gone: they would read as empty ones", async () => {
    const attempts: string[] = [];
    const bed = openLane({
      handler: async ({ messages, requireOwner }) => {
        for (const { value } of messages) if (value?.buffer instanceof ArrayBuffer) value.buffer.transfer(0);
        attempts.push("read");
        requireOwner?.();
        attempts.push("inserted");
      },
    });
    bed.offer(0, 1, 2);
    await expect(bed.lane.ended).rejects.toMatchObject({ code: "messages_freed" });
    expect(attempts).toEqual(["read"]);
    expect(bed.commits).toEqual([`0 ${intent}`]);
  });

  it("forms a range that was begun exactly again, whatever its own limits, and confirms its owner first", async () => {
    const bed = openLane({ start: startAt({ pending }) });
    bed.offer(0, 1, 2);
    bed.offer(3, 4, 5);
    await bed.committed(4);
    expect(bed.recorder.tokens()).toEqual(["cluster/life:llm.spans:0:0-4@one", "cluster/life:llm.spans:0:5-5@one"]);
    expect(bed.commits[0]).toBe(
      `0 {"v":2,"topicId":"life","pending":["0","4"],"count":5,"atMs":${pending.atMs},"encoding":"one"}`,
    );
    expect(bed.commits[1]).toBe(`5 ${done}`);
  });

  it("stores what is left of a range under another token, after a look, when messages of it are gone", async () => {
    const bed = openLane({ start: startAt({ pending, low: 3n }), fenceMs: 1 });
    bed.offer(3, 4);
    await bed.recorder.received(2);
    expect(bed.conditions).toContain("retention_gap");
    expect(bed.recorder.tokens()).toEqual(["cluster/life:llm.spans:0:0-4~2@one"]);
    expect(bed.recorder.ranges[0]).toMatchObject({ recheckSinceMs: 0 });
  });

  it("commits a range of which nothing is left, and goes on", async () => {
    const bed = openLane({ start: startAt({ pending, low: 7n }) });
    bed.offer(7, 8);
    await bed.committed(3);
    expect(bed.commits[0]).toBe(`5 ${done}`);
    expect(bed.recorder.tokens()).toEqual(["cluster/life:llm.spans:0:7-8@one"]);
  });

  it("has a range of its own looked for when storing it has taken for too long", async () => {
    let isDown = true;
    const recorder = createRecorder(() => {
      if (!isDown) return Promise.resolve();
      isDown = false;
      bed.clock.monotonicMs += 300_000;
      return Promise.reject(new Error("the store is down"));
    });
    const bed = openLane({}, recorder);
    bed.offer(0, 1, 2);
    await recorder.received(3);
    expect(recorder.ranges[0]).toMatchObject({ recheckSinceMs: START_MS - 25 * 3_600_000 });
    expect(bed.conditions).toContain("intent_too_old");
    expect(bed.commits).toEqual([`0 ${intent}`, `0 ${intent}`]);
  });

  it("refuses inserts from the moment on at which the partition may be another's", async () => {
    const asked: unknown[] = [];
    const ask = ({ requireOwner }: MessageRange): void => {
      try {
        asked.push(requireOwner?.());
      } catch (error) {
        asked.push(error);
      }
    };
    const recorder = createRecorder((range) => {
      ask(range);
      bed.clock.monotonicMs += 15_000;
      ask(range);
      return Promise.resolve();
    });
    const bed = openLane({}, recorder);
    bed.offer(0, 1, 2);
    await bed.committed(2);
    expect(asked).toEqual([undefined, expect.objectContaining({ code: "intent_too_old" })]);
  });

  it("stores nothing of a topic that was created anew, and ends", async () => {
    const bed = openLane({ isSameTopic: () => Promise.resolve(false) });
    bed.offer(0, 1, 2);
    expect(await bed.lane.ended).toBe("topic_recreated");
    expect(bed.commits).toEqual([]);
    expect(bed.recorder.ranges).toEqual([]);
    expect(bed.offer(3)).toBe(false);
  });

  it("repeats the question for the topic until it has an answer", async () => {
    let failures = 2;
    const isSameTopic = (): Promise<boolean> => {
      failures -= 1;
      return failures < 0 ? Promise.resolve(true) : Promise.reject(new Error("no broker"));
    };
    const bed = openLane({ isSameTopic });
    bed.offer(0, 1, 2);
    await bed.recorder.received(3);
  });

  it.each([
    { what: "ends when the group fences it", failure: new BrokerError("ILLEGAL_GENERATION"), end: "fenced" },
    {
      what: "ends behind a range whose commit may still arrive: only a new generation refuses it",
      failure: new Error("connection reset"),
      end: "commit_failed",
    },
  ])("$what", async ({ failure, end }) => {
    const failures = [failure];
    const commit = async (): Promise<void> => {
      const error = failures.shift();
      if (error !== undefined) throw error;
    };
    const bed = openLane({ commit });
    bed.offer(0, 1, 2);
    expect(await bed.lane.ended).toBe(end);
    expect(bed.conditions).toEqual([end]);
    expect(bed.commits).toEqual(end === "fenced" ? [] : [`0 ${intent}`, `3 ${done}`]);
  });

  it("goes on after a commit that the broker refused to try", async () => {
    const failures = [new BrokerError("NOT_COORDINATOR_FOR_GROUP")];
    const commit = async (): Promise<void> => {
      const error = failures.shift();
      if (error !== undefined) throw error;
    };
    const bed = openLane({ commit });
    bed.offer(0, 1, 2);
    await bed.committed(2);
    bed.offer(3, 4, 5);
    await bed.committed(4);
    expect(bed.conditions).toEqual(["commit_failed"]);
  });

  it.each([
    { what: "messages that expired", low: 8n, condition: "retention_gap" },
    { what: "offsets without messages", low: 0n, condition: "position_moved" },
  ])("goes on behind $what once the broker insists, and says so", async ({ low, condition }) => {
    const bed = openLane({ oldestOffset: () => Promise.resolve(low) });
    bed.offer(0, 1, 2);
    await bed.committed(2);
    expect(bed.offer(8, 9)).toBe(false);
    expect(bed.conditions).toEqual([]);
    await expect.poll(() => bed.offer(8, 9)).toBe(true);
    await bed.committed(4);
    expect(bed.conditions).toEqual([condition]);
    expect(bed.recorder.tokens()[1]).toBe("cluster/life:llm.spans:0:8-9@one");
  });

  it("stores nothing a second time when the broker insists on an earlier place: it ends", async () => {
    const bed = openLane();
    bed.offer(0, 1, 2);
    await bed.committed(2);
    expect([bed.offer(0, 1), bed.offer(0, 1)]).toEqual([false, false]);
    expect(await bed.lane.ended).toBe("position_moved");
    expect(bed.recorder.ranges).toHaveLength(1);
  });

  it("reads nothing and does not end while the committed offset is beyond the end, and says how to mend it", async () => {
    const errors: string[] = [];
    const log: Logger = { ...silentLogger, error: (message) => errors.push(message), child: () => log };
    const bed = openLane({ start: startAt({ nextOffset: 101n }), log });
    expect([bed.offer(100), bed.offer(100)]).toEqual([false, false]);
    await expect.poll(() => bed.isPaused()).toBe(true);
    expect(bed.conditions).toEqual(["beyond_end"]);
    expect(errors).toEqual([expect.stringContaining("--reset-offsets")]);
    await bed.lane.close();
    expect(await bed.lane.ended).toBe("beyond_end");
  });

  it("begins anew when it was the end of another topic of the same name", async () => {
    const isSameTopic = (): Promise<boolean> => Promise.resolve(false);
    const bed = openLane({ start: startAt({ nextOffset: 101n }), isSameTopic });
    expect(await bed.lane.ended).toBe("topic_recreated");
    expect(bed.conditions).toEqual(["topic_recreated"]);
  });

  it("pauses at its byte bound, and resumes when half of it is free", async () => {
    const gate = createGate();
    const bed = openLane(
      {},
      createRecorder(() => gate.opened),
    );
    bed.offer(0, 1, 2);
    bed.offer(3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    expect(bed.isPaused()).toBe(true);
    expect(bed.offer(13)).toBe(false);
    gate.open();
    await bed.recorder.received(10);
    expect(bed.isPaused()).toBe(false);
  });

  it("commits the range in hand when it is closed, and begins no other", async () => {
    const [gate, started] = [createGate(), createGate()];
    const recorder = createRecorder(() => {
      started.open();
      return gate.opened;
    });
    const bed = openLane({}, recorder);
    bed.offer(0, 1, 2, 3);
    await started.opened;
    const closing = bed.lane.close();
    gate.open();
    await closing;
    expect(bed.commits.at(-1)).toBe(`3 ${done}`);
    expect(recorder.ranges.map(insertToken)).toEqual(["cluster/life:llm.spans:0:0-2@one"]);
  });
});
