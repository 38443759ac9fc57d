import { defaultRegions } from "@parapet/pii";
import { describe, expect, it } from "vitest";

import { SensitiveSearch } from "./index.ts";
import { searchPartsOf } from "./search-parts.ts";
import { defaultSensitivePolicy } from "./sensitive-policy.ts";
import { literals } from "./testing/hostile-texts.ts";
import { plantedValues } from "./testing/planted-values.ts";

const search = new SensitiveSearch();
const isLong = process.env["PARAPET_SENSITIVE"] === "long";

/** What makes careless readers look at the same place again and again. */
const attacks: readonly string[] = [
  "a",
  "1",
  "A1",
  "1 ",
  "1-",
  "1.",
  "1:",
  "(1",
  "12-",
  "1/1/",
  "00-00 ",
  "a.",
  "a:",
  "@",
  "a@a-",
  "a::1",
  "[[",
  "４",
  "٣",
  "३",
  "а1",
  "東1",
  "社",
  "1\u0301",
  "\u0301",
  "1\u200b",
  "\u200b",
  "1\u00ad",
  "\ud800",
  "𝟏@",
  "%25",
  "%",
  "%31",
  "%2531",
  "&#49;",
  "&#1234567",
  "&",
  String.raw`\u0031`,
  "\\",
  "=31",
  "=\r\n",
  "6a",
  "6a ",
  "MTIz",
  "MTIz\n",
  "eyJ",
  "eyJhbGci.eyJ",
  `x@${"a-".repeat(60)}`,
  "1990-01-01T00:00:00.",
  "password=",
  "password is ",
  'token: "aB3$xY9!kL2m',
  "Server=a;",
  "machine a login b ",
  "curl -u a:",
  "AKIA",
  "sk-",
  "-----BEGIN PRIVATE KEY-----\n",
  `-----BEGIN PRIVATE KEY-----\n${"A".repeat(64)}\n`,
  "ssn ",
  "passport 1234567 ",
  "4111 1111 1111 111 ",
  "DE89 3704 0044 0532 0130 0",
  "536-90-4399 ",
  "2125550199 ",
  "+1 212 555 0199/",
];
const nearMisses = plantedValues(1).flatMap(({ value }) =>
  isLong ? [value, `${value} `] : [`${value.slice(0, -1)} `],
);
const ofLiterals = literals.flatMap((literal) => [literal, `x${literal.toUpperCase()}: a1`]);
/** All literals take many minutes; otherwise some stand for them. */
const units = [...attacks, ...nearMisses, ...ofLiterals.filter((_, index) => isLong || index % 120 < 2)];

const quarter = 250_000;
/** Four times the text may take up to five times the work; a quadratic search takes sixteen times. */
const maxGrowth = 5;
/** Seconds of CPU for a megabyte of the worst text: national phone numbers, each asked of several countries' plans. */
const maxMs = 8_000;
/** Below this nothing can be said about growth, and nothing needs to be. */
const negligibleMs = 250;

/** A neighbour on the machine may spoil a measurement, but not three. */
const options = { retry: 2, timeout: 600_000 };

it("a megabyte of whatever is searched in linear time", options, () => {
  search.find(textOf(units.join(" "), quarter));
  const slow = units.flatMap((unit) => tooSlow(unit, (text) => search.find(text)));
  expect(slow).toEqual([]);
});

it("a bomb of encodings within encodings is searched in linear time", options, () => {
  const bomb = (length: number): string => {
    let text = textOf("jane@example.com 2125550199 ", length / 4);
    while (text.length < length) text = Buffer.from(text).toString("base64");
    return text;
  };
  const [small, large] = [bomb(quarter), bomb(4 * quarter)];
  const [smallMs, largeMs] = [fastestMs(() => search.find(small), 2), fastestMs(() => search.find(large), 1)];
  const growth = (largeMs / smallMs) * (small.length / large.length) * 4;
  expect({ growth, largeMs }).toSatisfy(() => largeMs < negligibleMs || (growth <= maxGrowth && largeMs < maxMs));
});

if (isLong) {
  describe("each part alone takes time linear in the text", () => {
    it.each(searchPartsOf(defaultSensitivePolicy))("$entity $part.name", options, ({ part }) => {
      const own = (part.literals ?? [])
        .slice(0, 4)
        .flatMap((literal) => [literal, `${literal}${literal.toUpperCase()}1`]);
      const find = (text: string): unknown => part.find(text, { regions: defaultRegions });
      expect([...attacks, ...own].flatMap((unit) => tooSlow(unit, find))).toEqual([]);
    });
  });
}

/** An attack that takes more than linear time, or more than is bearable. */
function tooSlow(unit: string, find: (text: string) => unknown): readonly object[] {
  const small = textOf(unit, quarter);
  const smallMs = fastestMs(() => find(small), 1);
  if (smallMs < negligibleMs / 16) return [];
  const large = textOf(unit, 4 * quarter);
  const largeMs = fastestMs(() => find(large), 1);
  if (isBearable(smallMs, largeMs)) return [];
  // Neighbours on the machine only ever make a run slower, and a first run is compiled on the way.
  const again = [fastestMs(() => find(small), 3), fastestMs(() => find(large), 2)] as const;
  return isBearable(...again) ? [] : [{ unit: unit.slice(0, 60), ms: again }];
}

function isBearable(smallMs: number, largeMs: number): boolean {
  return largeMs <= negligibleMs || (largeMs <= maxMs && largeMs / smallMs <= maxGrowth);
}

/** A text that every prefilter passes, ended so that what was repeated does not match at last. */
function textOf(unit: string, length: number): string {
  return `x @ 1: ${unit.repeat(Math.ceil(length / unit.length))} x`;
}

/** CPU time of the fastest of some runs. */
function fastestMs(run: () => unknown, runs: number): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}
