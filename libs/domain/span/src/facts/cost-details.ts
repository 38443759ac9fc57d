import { readJsonObject, readNumber } from "./attribute-readers.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { tell } from "./spread-alias.ts";
import type { ToldFacts } from "./spread-alias.ts";

const INPUT = /^(?:input|prompt|cache)/;
const OUTPUT = /^(?:output|completion|reasoning)/;
const TOTAL = /^total/;

/**
 * Reads an object of costs in US dollars by kind of usage, such as `{"input":0.01,"input_cache_read":0.001,"total":0.011}`
 * or `{"input_cost":0.01}`. The parts of a side add up; so do the sides where no total is stated.
 */
export function readCostDetails(value: AnyValue): ToldFacts | undefined {
  const json = readJsonObject(value);
  if (json === undefined) return undefined;
  const sent = Object.entries(json).filter(([, cost]) => cost !== null);
  const costs = sent.flatMap(([kind, cost]): [string, number][] => {
    const usd = typeof cost === "object" ? undefined : readNumber(cost);
    return usd === undefined || usd < 0 ? [] : [[kind, usd]];
  });
  const sumOf = (kinds: RegExp) => {
    const found = costs.filter(([kind]) => kinds.test(kind));
    return found.length === 0 ? undefined : found.reduce((sum, [, usd]) => sum + usd, 0);
  };
  const total = costs.find(([kind]) => TOTAL.test(kind))?.[1];
  const all = costs.length === 0 ? undefined : costs.reduce((sum, [, usd]) => sum + usd, 0);
  return {
    facts: [
      ...tell("reportedInputCostUsd", sumOf(INPUT)),
      ...tell("reportedOutputCostUsd", sumOf(OUTPUT)),
      ...tell("reportedCostUsd", total ?? all),
    ],
    // Sums do not tell the parts.
    isWhole: sent.every(([kind]) => wholeKinds.has(kind)) && costs.length === sent.length,
    flag: costs.length === sent.length ? undefined : "invalid_number",
  };
}

const wholeKinds: ReadonlySet<string> = new Set([
  "input",
  "output",
  "total",
  "input_cost",
  "output_cost",
  "total_cost",
]);
