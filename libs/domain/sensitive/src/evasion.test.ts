import { applyOperators } from "@parapet/pii";
import { searchViews } from "@parapet/text";
import { describe, expect, it } from "vitest";

import { SensitiveSearch } from "./index.ts";
import { evasions } from "./testing/evasions.ts";
import { plantedValues, type PlantedValue } from "./testing/planted-values.ts";

const search = new SensitiveSearch();
const planted = plantedValues(3);
const carriers = [
  ["", ""],
  ["Please keep this for me: ", " and answer when you can."],
  ["note=", "; the rest follows\nbelow"],
  ['{"comment": "it is ', '", "of": "last week"}'],
] as const;
const leastShare = 0.95;
/** Units of a value that would tell something of it. */
const pieceLength = 6;

describe("values that are written out", () => {
  it("are of many kinds, and all found", () => {
    expect(planted.length).toBeGreaterThanOrEqual(40);
    expect(missedWhen((value) => value)).toEqual({});
  });
});

describe("values that are hidden", () => {
  it.each(Object.entries(evasions))("by %s are found and redacted, 95 of 100 at least", (_name, ways) => {
    const missed = ways.map(missedWhen);
    const count = missed.flatMap((of) => Object.values(of)).reduce((sum, of) => sum + of, 0);
    const share = 1 - count / (ways.length * carriers.length * planted.length);
    expect({ share, missed }).toSatisfy(() => share >= leastShare);
  });
});

/** By entity, how many of the values in how many sentences were not found as what they are, or not redacted. */
function missedWhen(hide: (value: string) => string): Readonly<Record<string, number>> {
  const missed: Record<string, number> = {};
  for (const { entity, value } of planted) {
    const count = carriers.filter(
      ([before, after]) => !isRedacted({ entity, value }, before + hide(value) + after),
    ).length;
    if (count > 0) missed[entity] = (missed[entity] ?? 0) + count;
  }
  return missed;
}

function isRedacted({ entity, value }: PlantedValue, text: string): boolean {
  const findings = search.find(text).filter(({ category }) => category !== "obfuscation");
  if (!findings.some((finding) => finding.entity === entity)) return false;
  const { views } = searchViews(applyOperators(text, findings, { DEFAULT: { kind: "replace", value: "***" } }).text);
  return !piecesOf(value).some((piece) => views.some((view) => view.text.includes(piece)));
}

function piecesOf(value: string): readonly string[] {
  const count = Math.max(1, value.length - pieceLength + 1);
  return Array.from({ length: count }, (_, start) => value.slice(start, start + pieceLength));
}
