import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Intent } from "./commit-note.ts";
import type { FenceRules } from "./fence-rules.ts";
import type { LaneAction, LaneEvent, LaneStep } from "./lane-state.ts";
import type { LaneOpening } from "./open-lane.ts";
import { beginLane, stepLane } from "./step-lane.ts";

const rules: FenceRules = { fenceMs: 15_000, dedupSafeMs: 300_000, landingMs: 60_000 };
const startMs = Date.UTC(2026, 0, 1);
const closed = { kind: "range_closed", firstOffset: 10n, lastOffset: 19n, count: 10 } as const;
const pending: Intent = { firstOffset: 10n, lastOffset: 19n, count: 10, encoding: "one", atMs: startMs - 1_000 };
const [same, committed, stored] = [
  { kind: "topic_checked", isSame: true },
  { kind: "committed" },
  { kind: "stored" },
] as const;

/** A lane in a world with a clock, whose events happen one after the other. */
class Walk {
  step: LaneStep;
  #wallMs = startMs;
  #monotonicMs = 0;

  constructor(opening: Partial<LaneOpening & { readonly kind: "open" }> = {}) {
    const whole = { kind: "open", nextOffset: 10n, pending: null, recheckTo: null, reports: [], ...opening } as const;
    this.step = beginLane(whole, { topicId: "life", encoding: "one" }, this.#now());
  }

  wait(ms: number, wallMs = ms): this {
    this.#monotonicMs += ms;
    this.#wallMs += wallMs;
    return this;
  }

  meet(...events: readonly LaneEvent[]): this {
    for (const event of events) this.step = stepLane(this.step.state, event, this.#now(), rules);
    return this;
  }

  get action(): LaneAction {
    return this.step.action;
  }

  get conditions(): readonly string[] {
    return this.step.reports.map(({ condition }) => condition);
  }

  #now(): { readonly wallMs: number; readonly monotonicMs: number } {
    return { wallMs: this.#wallMs, monotonicMs: this.#monotonicMs };
  }
}

describe("a range", () => {
  it("is noted, stored, and committed, each only when what comes before it is done", () => {
    const walk = new Walk();
    expect(walk.action).toEqual({ kind: "read", through: null });
    expect(walk.meet(closed).action).toEqual({ kind: "check_topic" });
    const metadata = `{"v":2,"topicId":"life","pending":["10","19"],"count":10,"atMs":${startMs},"encoding":"one"}`;
    expect(walk.meet(same).action).toMatchObject({ kind: "commit", what: "intent", offset: 10n, metadata });
    expect(walk.meet(committed).action).toMatchObject({
      kind: "store",
      recheckSinceMs: null,
      range: { contentCount: null },
    });
    const end = { kind: "commit", what: "end", offset: 20n, metadata: '{"v":2,"topicId":"life"}' };
    expect(walk.meet(stored).action).toMatchObject(end);
    expect(walk.meet(committed).action).toEqual({ kind: "read", through: null });
  });

  it("that was begun before is formed again with its own bounds and its own age, once the group has confirmed the owner", () => {
    const walk = new Walk({ pending });
    expect(walk.action).toEqual({ kind: "read", through: 19n });
    const metadata = `{"v":2,"topicId":"life","pending":["10","19"],"count":10,"atMs":${pending.atMs},"encoding":"one"}`;
    expect(walk.meet(closed, same).action).toMatchObject({ kind: "commit", what: "intent", offset: 10n, metadata });
    const range = { intent: pending, contentCount: null };
    expect(walk.meet(committed).action).toMatchObject({ kind: "store", recheckSinceMs: null, range });
  });

  it("is stored with a look at what is there when it was begun long ago", () => {
    const old = { ...pending, atMs: startMs - rules.dedupSafeMs };
    const walk = new Walk({ pending: old }).meet(closed, same, committed);
    expect(walk.action).toMatchObject({ kind: "store", recheckSinceMs: old.atMs - 25 * 3_600_000 });
  });

  it.each([
    { what: "was begun in the future, by a clock that was wrong", atMs: startMs + 1 },
    { what: "was begun at an unknown time", atMs: 0 },
  ])("is looked for without bounds when it $what", ({ atMs }) => {
    const walk = new Walk({ pending: { ...pending, atMs } }).meet(closed, same, committed);
    expect(walk.action).toMatchObject({ kind: "store", recheckSinceMs: 0 });
  });

  it("is looked for once its own attempts have gone on for too long", () => {
    const walk = new Walk().meet(closed, same, committed);
    walk.wait(rules.dedupSafeMs).meet({ kind: "store_failed" }, { kind: "retry_due" }, committed);
    expect(walk.action).toMatchObject({ kind: "store", recheckSinceMs: startMs - 25 * 3_600_000 });
  });

  it("of which messages are gone waits for old inserts to land, and has a token of its own", () => {
    const walk = new Walk({ pending }).meet({ ...closed, firstOffset: 16n, count: 4 });
    expect(walk.step.reports).toEqual([{ condition: "retention_gap", messages: 6 }]);
    expect(walk.meet(same, committed).action).toEqual({ kind: "wait", waitMs: rules.fenceMs + rules.landingMs });
    walk.wait(rules.fenceMs + rules.landingMs).meet({ kind: "settled" });
    expect(walk.action).toMatchObject({ kind: "commit", what: "intent" });
    const range = { contentCount: 4, intent: { count: 10 } };
    expect(walk.meet(committed).action).toMatchObject({ kind: "store", recheckSinceMs: 0, range });
  });

  it.each([
    { what: "another", encoding: "other" },
    { what: "an encoding that was not noted, or several", encoding: null },
  ])(
    "that was begun under $what waits for old inserts to land, and is looked for, now and ever after",
    ({ encoding }) => {
      const walk = new Walk({ pending: { ...pending, encoding } }).meet(closed, same);
      const metadata = `{"v":2,"topicId":"life","pending":["10","19"],"count":10,"atMs":${pending.atMs}}`;
      expect(walk.action).toMatchObject({ kind: "commit", what: "intent", metadata });
      expect(walk.meet(committed).action).toEqual({ kind: "wait", waitMs: rules.fenceMs + rules.landingMs });
      walk.wait(rules.fenceMs + rules.landingMs).meet({ kind: "settled" }, committed);
      expect(walk.action).toMatchObject({ kind: "store", recheckSinceMs: 0, range: { contentCount: null } });
    },
  );

  it("of which nothing is left is only committed", () => {
    const walk = new Walk({ pending, nextOffset: 30n }).meet({ ...closed, count: 0 }, same);
    expect(walk.action).toMatchObject({ kind: "commit", what: "end", offset: 20n });
  });

  it("below what a forgotten group may have stored is looked for under a token of its own, and the doubt is handed on", () => {
    const walk = new Walk({ recheckTo: 25n }).meet(closed, same);
    expect(walk.action).toMatchObject({ metadata: expect.stringContaining('"recheckTo":"25"') });
    expect(walk.meet(committed).action).toMatchObject({ recheckSinceMs: 0, range: { contentCount: 10 } });
    expect(walk.meet(stored).action).toMatchObject({ metadata: '{"v":2,"topicId":"life","recheckTo":"25"}' });
    walk.meet(committed, { ...closed, firstOffset: 20n, lastOffset: 29n }, same, committed, stored);
    expect(walk.action).toMatchObject({ metadata: '{"v":2,"topicId":"life"}' });
  });
});

describe("an owner", () => {
  const lateBy = [
    { what: "its own clock", ms: rules.fenceMs, wallMs: rules.fenceMs },
    { what: "the wall clock, after its machine was suspended", ms: 1, wallMs: rules.fenceMs },
    { what: "a wall clock that was set back", ms: 1, wallMs: -rules.fenceMs },
  ];
  it.each(lateBy)("that was held up, by $what, asks the group before it inserts", ({ ms, wallMs }) => {
    const walk = new Walk().meet(closed, same).wait(ms, wallMs).meet(committed);
    expect(walk.conditions).toEqual(["intent_too_old"]);
    expect(walk.action).toMatchObject({ kind: "commit", what: "intent", offset: 10n });
    expect(walk.meet(committed).action).toMatchObject({ kind: "store" });
  });

  it("asks again before a repetition that comes late", () => {
    const walk = new Walk().meet(closed, same, committed, { kind: "store_failed" });
    expect(walk.action).toEqual({ kind: "back_off", failures: 1 });
    expect(walk.meet({ kind: "retry_due" }).action).toMatchObject({ kind: "store" });
    walk.wait(rules.fenceMs).meet({ kind: "store_failed" }, { kind: "retry_due" });
    expect(walk.action).toMatchObject({ kind: "commit", what: "intent" });
  });

  it("that the group has left behind ends, whatever it was about to commit", () => {
    const fenced = { kind: "commit_failed", outcome: "fenced" } as const;
    for (const events of [[], [committed, stored]]) {
      const walk = new Walk().meet(closed, same, ...events, fenced);
      expect(walk.action).toEqual({ kind: "end", reason: "fenced" });
      expect(walk.conditions).toEqual(["fenced"]);
    }
  });

  it.each([
    { outcome: "refused", next: { kind: "read", through: null } },
    { outcome: "unknown", next: { kind: "end", reason: "commit_failed" } },
  ] as const)("repeats a commit whose outcome is $outcome, and then goes to $next.kind", ({ outcome, next }) => {
    const failed = { kind: "commit_failed", outcome } as const;
    const walk = new Walk().meet(closed, same, failed);
    expect(walk.conditions).toEqual(["commit_failed"]);
    expect(walk.meet({ kind: "retry_due" }).action).toMatchObject({ kind: "commit", what: "intent", offset: 10n });
    expect(walk.meet(committed, stored, committed).action).toEqual(next);
  });

  it.each([
    { event: { kind: "topic_checked", isSame: false }, before: [closed], reason: "topic_recreated" },
    { event: { kind: "moved_back" }, before: [], reason: "position_moved" },
  ] as const)("ends when $event.kind says so", ({ event, before, reason }) => {
    const walk = new Walk().meet(...before, event);
    expect(walk.action).toEqual({ kind: "end", reason });
    expect(walk.conditions).toEqual([reason]);
  });

  it.each([
    { isSame: true, reason: "beyond_end" },
    { isSame: false, reason: "topic_recreated" },
  ])(
    "whose offset is behind the end of the log ends with $reason when the topic's being the same is $isSame",
    (row) => {
      const step = beginLane(
        { kind: "halted" },
        { topicId: "life", encoding: "one" },
        { wallMs: startMs, monotonicMs: 0 },
      );
      expect(step.action).toEqual({ kind: "check_topic" });
      const event = { kind: "topic_checked", isSame: row.isSame } as const;
      const next = stepLane(step.state, event, { wallMs: startMs, monotonicMs: 1 }, rules);
      expect(next.action).toEqual({ kind: "end", reason: row.reason });
      expect(next.reports).toEqual([{ condition: row.reason, messages: 0 }]);
    },
  );

  it("is told when it was given an event that cannot be", () => {
    expect(() => new Walk().meet(stored)).toThrow("a lane that is reading cannot meet stored");
  });
});

const anyAnswer = fc.record({
  isWell: fc.boolean(),
  outcome: fc.constantFrom("refused", "unknown", "fenced"),
  waitMs: fc.nat({ max: 40_000 }),
  wallMs: fc.integer({ min: -40_000, max: 400_000 }),
} as const);

function eventFor(
  action: LaneAction,
  answer: { readonly isWell: boolean; readonly outcome: "refused" | "unknown" | "fenced" },
): LaneEvent {
  switch (action.kind) {
    case "read":
      return closed;
    case "check_topic":
      return same;
    case "commit":
      return answer.isWell ? committed : { kind: "commit_failed", outcome: answer.outcome };
    case "store":
      return answer.isWell ? stored : { kind: "store_failed" };
    case "wait":
      return { kind: "settled" };
    case "back_off":
      return { kind: "retry_due" };
    case "end":
      throw new TypeError("nothing comes after the end");
    default:
      return action satisfies never;
  }
}

describe("whatever happens, a lane", () => {
  it("inserts only what it has noted, soon after the group confirmed it, and commits only what is stored", () => {
    fc.assert(
      fc.property(fc.array(anyAnswer, { maxLength: 60 }), fc.boolean(), (answers, isReplay) => {
        const walk = new Walk(isReplay ? { pending } : {});
        let confirmedMs: number | null = null;
        let [nowMs, sentMs] = [0, 0];
        let isStored = false;
        for (const answer of answers) {
          const { action } = walk;
          if (action.kind === "end") return;
          if (action.kind === "commit") sentMs = nowMs;
          if (action.kind === "commit" && action.what === "end") expect(isStored).toBe(true);
          if (action.kind === "store")
            expect(nowMs - (confirmedMs ?? Number.NEGATIVE_INFINITY)).toBeLessThan(rules.fenceMs);
          if (action.kind === "read") [isStored, confirmedMs] = [false, null];
          walk.wait(answer.waitMs, answer.wallMs);
          nowMs += answer.waitMs;
          const event = eventFor(action, answer);
          if (action.kind === "commit" && action.what === "intent" && answer.isWell) confirmedMs = sentMs;
          if (event.kind === "stored") isStored = true;
          walk.meet(event);
        }
      }),
    );
  });
});
