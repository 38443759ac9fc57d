import { seededRandom } from "@parapet/random";
import { describe, expect, it } from "vitest";
import { secretFormats } from "./secret-formats.ts";
import { structuredCases } from "./testing/structured-generator.ts";
import { nearMiss } from "./testing/token-generator.ts";
import { tokenRows } from "./token-rows.ts";

const options = { regions: [] };
const lengths = { quarter: 256 * 1024, whole: 1024 * 1024 };
/** Four times the text may take five times the work; a quadratic expression takes sixteen times. */
const maxGrowth = 5;
/** Below this nothing can be said about growth, and nothing needs to be. */
const negligibleMs = 60;

const missesOf = new Map<string, string>([
  ...tokenRows.map((row): [string, string] => [row.id, nearMiss(row, seededRandom(5)).text]),
  ...structuredCases.map(({ id, misses }): [string, string] => [id, misses[0]?.(seededRandom(5)).text ?? ""]),
]);

const RUNS = 4;

describe("every format takes time linear in the text", () => {
  const attacks = secretFormats.map((format) => {
    const literal = format.literals[0] ?? "";
    const upper = literal.toUpperCase();
    const miss = missesOf.get(format.id) ?? "";
    const units = [literal, `${upper}: "a`, `${literal}${"aB3".repeat(20)}`, miss];
    return { id: format.id, format, units };
  });

  it.each(attacks)("$id", ({ format, units }) => {
    for (const unit of units) {
      const textOf = (length: number): string => unit.repeat(Math.ceil(length / unit.length));
      const wholeMs = elapsedMs(() => format.find(textOf(lengths.whole), options));
      if (wholeMs <= negligibleMs) continue;
      const quarter = textOf(lengths.quarter);
      // The least of several runs, in turn: what else the machine does hits one or another of them.
      let [quarterMs, best] = [Number.POSITIVE_INFINITY, wholeMs];
      for (let run = 0; run < RUNS; run += 1) {
        quarterMs = Math.min(
          quarterMs,
          elapsedMs(() => format.find(quarter, options)),
        );
        best = Math.min(
          best,
          elapsedMs(() => format.find(textOf(lengths.whole), options)),
        );
      }
      expect({ unit, growth: best / quarterMs }).toSatisfy(({ growth }) => growth <= maxGrowth);
    }
  });
});

/** CPU time: neighbours on the machine count less. */
function elapsedMs(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
