import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesFolder } from "@parapet/testkit";
import { describe, expect, it } from "vitest";
import type { RecognizerPart } from "./recognizer.ts";
import { recognizers } from "./recognizers.ts";

/** Texts that make careless expressions try every split of a text, repeated to a quarter of a megabyte. */
const attacks: readonly string[] = [
  "a",
  "a@a-",
  "a'a@",
  "+1 415 555 2671 ",
  "a.",
  `x@${"a-".repeat(60)}`,
  "1",
  "1 ",
  "1.",
  "(1",
  "12-",
  "A1",
  "DE89 3704 0044 0532 0130 0",
  "1:",
  "a:",
  "4111 1111 1111 ",
  "http://a.",
  "http://a.co/((",
  "'http://a.co",
  " AB 12 34 5",
  "1990-01-01T00:00:00.",
];

/** Characters that recognizers want to see before they search at all. */
const passesPrefilters = "@1:. ";
/** Each four times the one before: an expression that explodes is caught before it does so for hours. */
const lengths = [16, 64, 256].map((kilobytes) => kilobytes * 1024);
const options = { regions: ["US", "GB"] };
/** Four times the text may take up to ten times the work, where a quadratic expression takes sixteen times. */
const maxGrowth = 10;
/** Below this nothing can be said about growth, and nothing needs to be. */
const negligibleMs = 60;

/** Values that Presidio's corpus has of each entity, where the corpus is there. */
function corpusValues(): ReadonlyMap<string, readonly string[]> {
  const fixtures = fixturesFolder();
  if (fixtures === null) return new Map();
  const lines = readFileSync(join(fixtures, "pii", "presidio_cases.jsonl"), "utf8")
    .trim()
    .split("\n");
  const cases = lines.map((line): { entity: string; text: string; expected: readonly unknown[] } => JSON.parse(line));
  const found = Map.groupBy(
    cases.filter(({ expected }) => expected.length > 0),
    ({ entity }) => entity,
  );
  return new Map(Array.from(found, ([entity, known]) => [entity, known.slice(0, 2).map(({ text }) => text)]));
}

/** Repeats of a part's literals, of its values, and of what is one character short of them. */
function ownAttacks({ literals = [] }: RecognizerPart, values: readonly string[]): readonly string[] {
  const nearMisses = values.flatMap((value) => [value, value.slice(0, -1), `${value.slice(0, -1)} `, `${value}-`]);
  return [...literals.slice(0, 3), ...literals.slice(0, 3).map((literal) => `a${literal}`), ...nearMisses];
}

const values = corpusValues();
/** They run what PHONE_NUMBER runs. */
const nationalPhones = new Set(["PH_MOBILE_NUMBER", "TR_PHONE_NUMBER"]);
const tried = recognizers.filter(({ entity }) => !nationalPhones.has(entity));
const parts = tried.flatMap(({ entity, parts }) =>
  parts.map((part) => ({ name: `${entity} ${part.name}`, part, own: ownAttacks(part, values.get(entity) ?? []) })),
);

describe("every recognizer takes time linear in the text", () => {
  it.each(parts)("$name", ({ part, own }) => {
    for (const unit of [...attacks, ...own]) expectLinear(part, unit);
  });
});

function expectLinear(part: RecognizerPart, unit: string): void {
  let previousMs = Infinity;
  for (const length of lengths) {
    const text = passesPrefilters + unit.repeat(Math.ceil(length / unit.length));
    const run = (): unknown => part.find(text, options);
    let elapsedMs = elapsed(run);
    // Neighbours on the machine only ever make a run slower.
    if (elapsedMs > Math.max(negligibleMs, previousMs * maxGrowth)) elapsedMs = Math.min(elapsedMs, elapsed(run));
    if (elapsedMs > negligibleMs) expect(elapsedMs / previousMs, JSON.stringify(unit)).toBeLessThan(maxGrowth);
    previousMs = Math.max(elapsedMs, 1);
  }
}

/** CPU time of this process. */
function elapsed(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
