import { describe, expect, it } from "vitest";
import { recognizers } from "./recognizers.ts";

/** Texts that make careless expressions try every split of a text, repeated up to a megabyte. */
const attacks: Readonly<Record<string, string>> = {
  "one letter": "a",
  "labels of a domain": "a@a-",
  "words and points": "a.",
  "an endless domain": `x@${"a-".repeat(60)}`,
  "one digit": "1",
  "digits and blanks": "1 ",
  "digits and points": "1.",
  "open brackets": "(1",
  "account numbers that never end": "DE89 3704 0044 0532 0130 0",
  "groups of an address": "1:",
  "card numbers cut short": "4111 1111 1111 ",
};

/** Characters that recognizers want to see before they search at all. */
const passesPrefilters = "@1:. ";
/** Up to a megabyte, each eight times the one before: an expression that explodes is caught before it does so for hours. */
const lengths = [16, 128, 1024].map((kilobytes) => kilobytes * 1024);
const options = { regions: ["US", "GB"] };
/** Twice the text may take up to three times the work; over three doublings a quadratic expression takes 64 times. */
const maxGrowthPerDoubling = 3;
/** Below this nothing can be said about growth, and nothing needs to be. */
const negligibleMs = 50;

describe("every recognizer takes time linear in the text", () => {
  const cases = recognizers.flatMap(({ entity, parts }) =>
    parts.flatMap((part) =>
      Object.entries(attacks).map(([attack, unit]) => ({ entity, name: part.name, attack, unit, part })),
    ),
  );

  it.each(cases)("$entity ($name) on $attack", ({ part, unit }) => {
    let previousMs = Infinity;
    for (const length of lengths) {
      const text = passesPrefilters + unit.repeat(Math.ceil(length / unit.length));
      const elapsedMs = fastestMs(() => part.find(text, options));
      if (elapsedMs > negligibleMs) expect(elapsedMs / previousMs).toBeLessThan(maxGrowthPerDoubling ** 3);
      previousMs = Math.max(elapsedMs, 1);
    }
  });
});

/** CPU time of the fastest of two runs: neighbours on the machine only ever make a run slower. */
function fastestMs(run: () => unknown): number {
  const times = Array.from({ length: 2 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
