import { describe, expect, it } from "vitest";

import { simulateFaults } from "./simulate-faults.ts";
import { simulateWorld } from "./simulate-world.ts";
import { type Safeguard, safeguards } from "./world.ts";

/** The short form: `pnpm test:simulation` runs fifty times as many. */
const budget = { faults: 20_000, seed: 1 };

describe("ranges in worlds in which everything fails", () => {
  it("are stored once in each table, every message of them", { timeout: 120_000 }, () => {
    const report = simulateFaults(budget);
    expect(report.failures).toEqual([]);
    expect(Object.keys(report.faultsByKind).length).toBeGreaterThanOrEqual(25);
    expect(Math.min(...Object.values(report.faultsByKind))).toBeGreaterThan(0);
  });

  it("have the same story again for the same seed", () => {
    const [once, again] = [simulateWorld(7, { isTraced: true }), simulateWorld(7, { isTraced: true })];
    expect(once.trace.length).toBeGreaterThan(100);
    expect(again).toEqual(once);
  });

  const losing: ReadonlySet<Safeguard> = new Set(["topic_id", "topic_id_at_end", "recheck_by_stream", "content_count"]);
  it.each(safeguards)("are lost or doubled without %s", { timeout: 120_000 }, (safeguard) => {
    const { failures } = simulateFaults({ ...budget, without: [safeguard], endsAtFailure: true });
    const violations = failures.flatMap((failure) => failure.violations);
    expect(violations).toContainEqual(expect.stringMatching(losing.has(safeguard) ? /^lost: / : /^doubled: /));
  });
});
