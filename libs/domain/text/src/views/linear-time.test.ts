import { expect, test } from "vitest";

import { normaliseForModel } from "../normalise-for-model.ts";
import { linkWordsView } from "./link-words.ts";
import { searchViews } from "./search-views.ts";

/** What makes careless readers look at the same place again and again, repeated up to a megabyte. */
const attacks: Readonly<Record<string, string>> = {
  "one letter": "a",
  "one letter of base64": "A9",
  capitals: "A",
  digits: "1",
  hexadecimal: "6a",
  "hexadecimal and one more": "6a616e65406a616e65406a616e65g",
  pairs: "6a ",
  "pairs with prefixes": "0x6a, ",
  "signs of base64": "+/-_",
  "base64 of no text": "/9j/4AAQSkZJRgABAQ+AAAQABAAD2wBDAAMCAgICAgMC",
  "lines of base64": "amFuZUBleGFtcGxl\n",
  "short lines": "aaaa\n",
  "line breaks": "\n",
  "equals signs": "=",
  "equals signs and line breaks": "a=\r\n",
  percents: "%",
  "percents of a letter": "%41",
  "percents of no UTF-8": "%ff",
  "percents apart": "%41x",
  ampersands: "&",
  "entities without end": "&#1234567",
  entities: "&#64;",
  "names without end": "&abcdefgh",
  backslashes: "\\",
  escapes: "\\u0041",
  bytes: "\\xff",
  blanks: " ",
  "letters and blanks": "a ",
  "letters and many blanks": "a   ",
  "letters and signs": "a-",
  "words of letters and digits": "a1",
  "words moved by thirteen": "gur ",
  "words moved by thirteen and others": "zl xyz ",
  "characters of no width": "a\u200b",
  "a row of no width": "\u200b",
  tags: "\u{e0061}",
  "tags and letters": "a\u{e0061}",
  "variation selectors": "\u{e0131}",
  marks: "\u0301",
  "marks of several classes": "\u0315\u0300\u05ae",
  "letters and marks": "a\u0301\u0327",
  "vowels of Hangul": "\u1100\u1161",
  homoglyphs: "аb",
  "homoglyphs alone": "а",
  "full width": "ｊ",
  "mathematical letters": "𝐣",
  Han: "東",
  "soft hyphens": "a\u00ad",
  "marks of direction": "\u202e",
  "high surrogates": "\ud83d",
  "low surrogates": "\ude00",
};

const quarter = 256 * 1024;
/** Four times the text may take up to five times the work. */
const maxGrowth = 5;
/** Below this nothing can be said about growth, and nothing needs to be. */
const negligibleMs = 250;

/** A neighbour on the machine may spoil a measurement, but not three. */
const options = { retry: 2 };

test.each(Object.entries(attacks))("a megabyte of %s is read in linear time", options, (_label, unit) => {
  const text = (length: number): string => `x @ ${unit.repeat(Math.ceil(length / unit.length))} x`;
  fastestMs(() => searchViews(text(1024)));
  const small = fastestMs(() => searchViews(text(quarter)));
  const large = fastestMs(() => searchViews(text(4 * quarter)));
  if (large > negligibleMs) expect(large / small).toBeLessThan(maxGrowth);
});

/** What is read as a link or mention again and again, or nearly. */
const linkAttacks: Readonly<Record<string, string>> = {
  "links of words": "www.x/one_two_six_ten ",
  "links of words without blanks between": "www.x/one_two_six_ten東",
  "one link of words": "www.x/one_two",
  "links of few words": "www.x/a ",
  mentions: "@one_two_six_ten ",
  "at-signs": "@",
  escapes: "www.%20",
  "blanks after a link": "www.x/one_two_six_ten          ",
  "words far apart": `www.x/one_two_six_ten${"東".repeat(600)} `,
  "marks of several classes": "\u0315\u0300",
  blanks: " ",
};

test.each(Object.entries(linkAttacks))(
  "a megabyte of %s is read for a model in linear time",
  options,
  (_label, unit) => {
    const text = (length: number): string =>
      `x www.x/one_two_six_ten ${unit.repeat(Math.ceil(length / unit.length))} x`;
    const read = (length: number): number =>
      fastestMs(() => [normaliseForModel(text(length)), linkWordsView(text(length))]);
    read(1024);
    const small = read(quarter);
    const large = read(4 * quarter);
    if (large > negligibleMs) expect(large / small).toBeLessThan(maxGrowth);
  },
);

test("a bomb of encodings within encodings is read in linear time", () => {
  let bomb = "jane@example.com ".repeat(4);
  for (let depth = 0; depth < 20; depth += 1) bomb = Buffer.from(bomb).toString("base64");
  const { views } = searchViews(bomb);
  expect(views).toHaveLength(4);
  expect(fastestMs(() => searchViews(bomb))).toBeLessThan(1000);
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
