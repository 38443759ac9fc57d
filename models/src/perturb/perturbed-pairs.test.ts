import { seededRandom, type Random } from "@parapet/random";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { changeDate, changeNumber } from "./change-number.ts";
import { addTail, changeTail } from "./change-tail.ts";
import { contradict, reword } from "./change-word.ts";
import { applyEdits, type Edit } from "./edit.ts";
import { namesOf } from "./names-of.ts";
import { negate } from "./negate.ts";
import { ownSentences, perturbedPairs } from "./perturbed-pairs.ts";
import { swapName, swapRoles } from "./swap-names.ts";
import { rephrased } from "./truthful.ts";

const context =
  "The Harlvoort mill was built in 1820 by Jan Oldekamp. In May, Brenswick Council sold it to Marit Tesdorp for 400 guilders. She repaired it in 3 years with her brother. Nobody lives there today.";
const sentence = "Jan Oldekamp built the Harlvoort mill in 1820.";

type Perturb = (sentence: string, context: string, random: Random) => readonly Edit[];

/** All that a perturbation makes of a sentence. */
function outcomes(perturb: Perturb, text: string, given = context): ReadonlySet<string> {
  return new Set(
    Array.from({ length: 60 }, (_, seed) => applyEdits(text, perturb(text, given, seededRandom(seed))).text),
  );
}

describe("a supported sentence is made an unsupported one by", () => {
  test("another name of the same context", () => {
    expect([...outcomes(swapName, sentence)]).toContain("Marit Tesdorp built the Harlvoort mill in 1820.");
  });

  test("names that change places", () => {
    expect([...outcomes(swapRoles, "Anna hired Bruno and then Anna left.")]).toContain(
      "Bruno hired Anna and then Anna left.",
    );
  });

  test("another number, of the context or near", () => {
    const years = [...outcomes(changeNumber, sentence)];
    expect(years.every((text) => /in 18\d\d\.$/u.test(text) && !text.includes("1820"))).toBe(true);
    expect([...outcomes(changeNumber, "It took 3 years.", "It took 3 or 7 years.")]).toContain("It took 7 years.");
  });

  test("another month", () => {
    expect([...outcomes(changeDate, "It was sold in May.")]).toContain("It was sold in August.");
  });

  test("a negation put in or taken out", () => {
    expect([...outcomes(negate, "The mill was sold.")]).toContain("The mill was not sold.");
    expect([...outcomes(negate, "The mill was never sold.")]).toEqual(["The mill was sold."]);
  });

  test("a word that says something else", () => {
    expect([...outcomes(contradict, "All of them agreed.")]).toContain("Few of them agreed.");
  });

  test("the last phrase of another sentence, or of another text", () => {
    expect([...outcomes(changeTail, "She repaired it with her brother.", context)]).not.toContain(
      "She repaired it with her brother.",
    );
    expect(applyEdits("She left.", addTail("She left.", "He came because of the rain.", seededRandom(1))).text).toBe(
      "She left because of the rain.",
    );
  });
});

test("names are capitalised words, but not those that only begin a sentence", () => {
  expect(namesOf(context).map(({ text }) => text)).toEqual([
    "Harlvoort",
    "Jan Oldekamp",
    "May",
    "Brenswick Council",
    "Marit Tesdorp",
  ]);
});

describe("a sentence in other words", () => {
  test("keeps names, and numbers as far as they are not written out", () => {
    const said = new Set(
      Array.from({ length: 400 }, (_, seed) =>
        rephrased(`However, the firm bought 3 mills (all old).`, seededRandom(seed)),
      ),
    );
    expect([...said]).toContain("The firm bought three mills.");
    expect(said.size).toBeGreaterThan(5);
  });

  test("has a word for the same in the place of one", () => {
    expect([...outcomes(reword, "The company bought it.")]).toEqual(
      expect.arrayContaining(["The firm bought it.", "The company purchased it."]),
    );
  });
});

describe("pairs made of supported sentences", () => {
  test("tell where what is wrong stands: what is changed there, and nothing else", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), (seed) => {
        const random = seededRandom(seed);
        const supported = ownSentences(context, random);
        const pairs = perturbedPairs(
          { supported, contexts: ["Something else happened at noon because of rain."] },
          random,
        );
        for (const pair of pairs) {
          expect((pair.wrong ?? []).length > 0).toBe(pair.label === 1);
          for (const { start, end } of pair.wrong ?? []) {
            expect(start).toBeLessThanOrEqual(end);
            expect(end).toBeLessThanOrEqual(pair.sentence.length);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test("are of both kinds", () => {
    const random = seededRandom(4);
    const supported = Array.from({ length: 20 }, () => ownSentences(context, random)).flat();
    const labels = perturbedPairs({ supported, contexts: [context] }, random).map(({ label }) => label);
    expect(labels.filter((label) => label === 1).length).toBeGreaterThan(10);
    expect(labels.filter((label) => label === 0).length).toBeGreaterThan(10);
  });
});
