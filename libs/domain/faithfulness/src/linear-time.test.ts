import { describe, expect, test } from "vitest";

import { chooseEvidence, indexEvidence, lexicalFeatures, matcherOf, sentencesOf, wordsOf } from "./index.ts";

/** What makes careless readers look at the same place again and again, repeated. */
const attacks: Readonly<Record<string, string>> = {
  "full stops": ".",
  "full stops and quotes": '."',
  quotes: '"',
  "marks of all kinds": "?!。",
  "line breaks": "\n",
  blanks: " ",
  "a letter and full stops": "a....",
  apostrophes: "'",
  hyphens: "a-",
  "one word": "a°",
  "some words": "a°b°a°a°",
  abbreviations: "Mr. ",
  "marks of letters": "a\u0301",
};

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  sentencesOf,
  wordsOf,
  matcherOf: (text) => matcherOf(text)(text),
  lexicalFeatures: (text) => lexicalFeatures(text, [text]),
  chooseEvidence: (text) => chooseEvidence(text, indexEvidence([{ text, cost: 2 }]), 1),
};

const quarter = 16 * 1024;
/** Four times the text may take up to ten times the work, where what is quadratic takes sixteen times. */
const maxGrowth = 10;
/** Below this nothing can be said about growth, and nothing needs to be. */
const negligibleMs = 100;

/** A neighbour on the machine may spoil a measurement, but not three. */
const options = { retry: 2 };

describe.each(Object.entries(readers))("%s takes time linear in the text", (_name, read) => {
  test.each(Object.entries(attacks))("of %s", options, (_label, unit) => {
    const textOf = (length: number): string => `a${unit.repeat(Math.ceil(length / unit.length))}a`;
    const largeMs = fastestMs(() => read(textOf(4 * quarter)));
    if (largeMs <= negligibleMs) return;
    expect(largeMs / fastestMs(() => read(textOf(quarter)))).toBeLessThan(maxGrowth);
  });
});

/** CPU time of the fastest of some runs: neighbours on the machine only ever make a run slower. */
function fastestMs(run: () => unknown): number {
  const times = Array.from({ length: 2 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
