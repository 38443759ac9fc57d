import type { Transition } from "@parapet/alerting";
import type { Block, BlockSink } from "@parapet/delivery";
import { describe, expect, it } from "vitest";

import { EventJournal } from "./event-journal.ts";

const signal = new AbortController().signal;

function change(tenant: string): Transition {
  return {
    to: "firing",
    fingerprint: `0000${tenant}`,
    atMs: 0,
    alert: {
      rule: "Burn",
      ruleKind: "slo_burn",
      labels: { alertname: "Burn", tenant },
      severity: "warning",
      phase: "firing",
      sinceMs: 0,
      lastBreachMs: 0,
      lastDataMs: 0,
      detail: { annotations: {}, value: 2, threshold: 1, sampleCount: 10 },
    },
  };
}

/** A sink in memory that fails as often as it is told to, and keeps a token only once. */
class MemorySink implements BlockSink {
  readonly attempts: string[] = [];
  readonly stored = new Map<string, readonly Block[]>();
  failures: number;

  constructor(failures = 0) {
    this.failures = failures;
  }

  readonly write = async (blocks: readonly Block[], token: string): Promise<void> => {
    this.attempts.push(token);
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error("the store is away");
    }
    this.stored.set(token, blocks);
  };
}

describe("the journal of alert events", () => {
  it("stores the changes of a round as rows of one write", async () => {
    const sink = new MemorySink();
    const journal = new EventJournal(sink, 100_000);
    journal.add([change("a"), change("b")]);
    expect(await journal.flush(signal)).toBe(2);
    expect(await journal.flush(signal)).toBe(0);
    const [[block]] = [...sink.stored.values()] as [readonly Block[]];
    expect(block).toMatchObject({
      table: "alert_events",
      rows: [{ tenant: "a", state: "firing", labels: { severity: "warning" } }, { tenant: "b" }],
    });
  });

  it("repeats a failed write under the same token, before newer ones", async () => {
    const sink = new MemorySink(1);
    const journal = new EventJournal(sink, 100_000);
    journal.add([change("a")]);
    await expect(journal.flush(signal)).rejects.toThrow("the store is away");
    journal.add([change("b")]);
    expect(await journal.flush(signal)).toBe(2);
    expect(sink.attempts).toHaveLength(3);
    expect(sink.attempts[1]).toBe(sink.attempts[0]);
    expect(sink.stored.size).toBe(2);
  });

  it("gives equal changes an equal token, and others another", () => {
    const tokens = [change("a"), change("a"), change("b")].map((transition) => {
      const sink = new MemorySink();
      const journal = new EventJournal(sink, 100_000);
      journal.add([transition]);
      return journal.flush(signal).then(() => sink.attempts[0]);
    });
    return Promise.all(tokens).then(([first, second, other]) => {
      expect(second).toBe(first);
      expect(other).not.toBe(first);
    });
  });

  it("lets the oldest changes go when there is no room, and says how many", async () => {
    const sink = new MemorySink();
    const journal = new EventJournal(sink, 1_000);
    const dropped = ["a", "b", "c", "d"].map((tenant) => journal.add([change(tenant)]));
    expect(dropped.slice(0, 2)).toEqual([0, 0]);
    const kept = await journal.flush(signal);
    expect(kept + dropped.reduce((sum, count) => sum + count, 0)).toBe(4);
    const [last] = [...sink.stored.values()].at(-1) ?? [];
    expect(last).toMatchObject({ rows: [{ tenant: "d" }] });
  });
});
