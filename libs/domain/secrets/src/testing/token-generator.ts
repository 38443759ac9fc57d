import { chance, integerBetween, pick, randomText, type Random } from "@parapet/random";

import { alphabets, type Run, type Segment } from "../form.ts";
import type { TokenRow } from "../token-row.ts";
import { sampleOf, type Sample } from "./sample.ts";
import { spoilt, withChecksum } from "./token-checksums.ts";

/** In what texts a token is told by itself. `@` stands for it. */
const places = [
  "@",
  "TOKEN=@",
  '{"key": "@"}',
  "Authorization: Bearer @\r\n",
  "curl -H 'x-api-key: @' https://api.test/v1",
  String.raw`first line\n@\nthird line`,
  "please use @, it works",
  "- @\n- another",
  "(@)",
];

/** In what texts a token stands near a word of its provider, `#`. */
const placesNearby = [
  "#_API_KEY=@",
  'export #_TOKEN="@"',
  '"#_secret": "@",',
  "#: {\n  secret_key: '@' }",
  "my # api key is @ and it works",
  "<add key='#Token' value='@' />",
  String.raw`{\"#_auth\": \"@\"}`,
  'new Client({ name: "#", apiKey: "@" })',
];

/** A token as the row describes it, in one of the texts that such a token is found in. */
export function validToken(row: TokenRow, random: Random): Sample {
  const token = row.form.map((segment) => segmentOf(segment, random)).join("");
  return placed(row, checked(row, token, random), random);
}

/** One character off: in a fixed part or the word nearby, in length, in alphabet, or in the checksum. */
export function nearMiss(row: TokenRow, random: Random): Sample {
  const kinds = [wrongLength, wrongAlphabet, ...(hasFixedText(row) ? [wrongPrefix] : [])];
  if (row.near !== undefined) kinds.push(wrongWord);
  if (row.checksum !== undefined) kinds.push(wrongChecksum);
  return pick(random, kinds)(row, random);
}

function placed(row: TokenRow, token: string, random: Random): Sample {
  const word = row.near === undefined ? "" : pick(random, row.near);
  const cased = chance(random, 0.5) ? word : word.toUpperCase();
  return placedNear(row, token, cased, random);
}

function placedNear({ near }: TokenRow, token: string, word: string, random: Random): Sample {
  const place = pick(random, near === undefined ? places : placesNearby).replace("#", () => word);
  const at = place.indexOf("@");
  return sampleOf(place.slice(0, at), token, place.slice(at + 1));
}

function segmentOf(segment: Segment, random: Random): string {
  if (typeof segment === "string") return segment;
  return "oneOf" in segment
    ? pick(random, segment.oneOf)
    : runOf(segment, integerBetween(random, segment.min, segment.max), random);
}

function runOf({ of }: Run, length: number, random: Random): string {
  return randomText(random, alphabets[of], length);
}

function checked({ checksum }: TokenRow, token: string, random: Random): string {
  return checksum === undefined ? token : withChecksum[checksum](token, random);
}

function isRun(segment: Segment): segment is Run {
  return typeof segment === "object" && "of" in segment;
}

/** A choice that may be empty is no mark of the format: without it the rest is a token as well. */
function isMark(segment: Segment): boolean {
  if (isRun(segment)) return false;
  const texts = typeof segment === "string" ? [segment] : segment.oneOf;
  return texts.every((text) => /[A-Za-z0-9]/.test(text));
}

function hasFixedText({ form }: TokenRow): boolean {
  return form.some(isMark);
}

/** The parts of a token, one segment replaced and the other runs as short as they may be. */
function partsWith(row: TokenRow, at: number, text: string, random: Random): readonly string[] {
  return row.form.map((segment, index) => {
    if (index === at) return text;
    return isRun(segment) ? runOf(segment, segment.min, random) : segmentOf(segment, random);
  });
}

/** The places of the segments that a test holds for. */
function placesOf(row: TokenRow, test: (segment: Segment) => boolean): readonly number[] {
  return [...row.form.keys()].filter((index) => test(row.form[index] ?? ""));
}

function wrongPrefix(row: TokenRow, random: Random): Sample {
  const at = pick(random, placesOf(row, isMark));
  const mark = row.form[at] ?? "";
  const texts = typeof mark === "string" ? [mark] : "oneOf" in mark ? mark.oneOf : [];
  const parts = partsWith(row, at, pick(random, texts), random);
  const token = checked(row, parts.join(""), random);
  // A checksum may choose another of the texts, but keeps its length.
  const start = parts.slice(0, at).join("").length;
  const end = start + (parts[at] ?? "").length;
  const other = withOneLetterOff(token.slice(start, end), texts, random);
  return placed(row, token.slice(0, start) + other + token.slice(end), random);
}

function wrongWord(row: TokenRow, random: Random): Sample {
  const token = row.form.map((segment) => segmentOf(segment, random)).join("");
  const word = withOneLetterOff(pick(random, row.near ?? []), row.near ?? [], random);
  return placedNear(row, checked(row, token, random), word, random);
}

function wrongLength(row: TokenRow, random: Random): Sample {
  const { at, run } = anyRun(row, random);
  const text = runOf(run, chance(random, 0.5) ? run.min - 1 : run.max + 1, random);
  return placed(row, partsWith(row, at, text, random).join(""), random);
}

function anyRun(row: TokenRow, random: Random): { readonly at: number; readonly run: Run } {
  const at = pick(random, placesOf(row, isRun));
  const run = row.form[at];
  if (run === undefined || !isRun(run)) throw new TypeError(`${row.id} has no run`);
  return { at, run };
}

/** Letters, digits and signs, of which every alphabet lacks some. */
const strangers = "gxzGXZ0189+_!*";

function wrongAlphabet(row: TokenRow, random: Random): Sample {
  const { at: place, run } = anyRun(row, random);
  const text = runOf(run, run.min, random);
  const outside = Array.from(strangers).filter((character) => !alphabets[run.of].includes(character));
  const at = integerBetween(random, 0, text.length - 1);
  const spoiltText = text.slice(0, at) + pick(random, outside) + text.slice(at + 1);
  return placed(row, partsWith(row, place, spoiltText, random).join(""), random);
}

function wrongChecksum(row: TokenRow, random: Random): Sample {
  const token = checked(row, row.form.map((segment) => segmentOf(segment, random)).join(""), random);
  return placed(row, row.checksum === undefined ? token : spoilt[row.checksum](token, random), random);
}

function withOneLetterOff(text: string, texts: readonly string[], random: Random): string {
  const places = Array.from(text.matchAll(/[A-Za-z0-9]/g), ({ index }) => index);
  const at = pick(random, places);
  const other = text.slice(0, at) + pick(random, "qwjkvQWJKV57") + text.slice(at + 1);
  const isKnown = texts.some((known) => other.toLowerCase().includes(known.toLowerCase()));
  return isKnown ? withOneLetterOff(text, texts, random) : other;
}
