import { mention, mentionSign, url, urlSign } from "../link-patterns.ts";
import { ViewBuilder } from "./view-builder.ts";
import type { TextRange, View } from "./view.ts";

/** A link or mention that has words to read, and how it reads. */
interface WordyLink extends TextRange {
  readonly reading: string;
}

/** Different words of a segment or a mention; of fewer nothing is asked: names and short titles. */
const MIN_WORDS = 4;
/** Names of hosts are parts of names, and seldom so many. */
const MIN_HOST_WORDS = 6;
/** So many one after another in segments of their own are no folders and files. */
const MIN_PATH_WORDS = 7;
/** What is left of the text on either side of a link, in UTF-16 units, and then up to white space. */
const CONTEXT = 256;

const URL_PARTS = /^(?:https?:\/\/)?(?:www\.)?(?<host>[^/?#]*)(?<rest>.*)$/isu;
const SEGMENT = /[^/?#&]+/gu;
const ESCAPE = /%[\da-f]{2}/giu;
const WORD = /[\p{L}\p{N}]+(?:'\p{L}+)*/gu;
/** Neither a number nor an id. */
const WORD_LIKE = /^(?:[a-z']{2,20}|[ai])$/iu;

/**
 * A text with the words of its links and mentions behind what stands for these in the form of the models, which otherwise
 * says nothing of them: `[url] / news / how to bake bread`. Of the text it has what is around such links. Schemes are left
 * out, and hosts of few words. Undefined where no link has four different words in a segment, or seven in all.
 */
export function linkWordsView(text: string): View | undefined {
  const links = wordyLinks(text);
  if (links.length === 0) return undefined;
  const view = new ViewBuilder(text);
  for (const link of links) {
    shorten(view, text, link.start);
    view.replace(link, link.reading);
  }
  shorten(view, text, text.length);
  return view.build();
}

/** In order; what looks like a mention within a link is none. */
function wordyLinks(text: string): readonly WordyLink[] {
  const withoutUrls = text.replace(url, (found) => " ".repeat(found.length));
  const urls = Array.from(text.matchAll(url), (match) => wordy(match, readingOfUrl));
  const mentions = Array.from(withoutUrls.matchAll(mention), (match) => wordy(match, readingOfMention));
  return [...urls, ...mentions].filter((link) => link.reading !== "").toSorted((a, b) => a.start - b.start);
}

function wordy({ 0: link, index: start }: RegExpExecArray, readingOf: (link: string) => string): WordyLink {
  return { start, end: start + link.length, reading: readingOf(link) };
}

/** Empty where a link has too few words. */
function readingOfUrl(link: string): string {
  const { host = "", rest = "" } = URL_PARTS.exec(link)?.groups ?? {};
  const segments = (rest.match(SEGMENT) ?? []).filter((segment) => countWords(segment) > 0);
  const isRead = countWords(rest) >= MIN_PATH_WORDS || segments.some((segment) => countWords(segment) >= MIN_WORDS);
  const read = [...(countWords(host) < MIN_HOST_WORDS ? [] : [host]), ...(isRead ? segments : [])];
  return read.length === 0 ? "" : [urlSign, ...read.map(asWords)].join(" / ");
}

function readingOfMention(name: string): string {
  return countWords(name) < MIN_WORDS ? "" : `${mentionSign} ${asWords(name)}`;
}

/** How many different words there are, ids and numbers aside. */
function countWords(part: string): number {
  const words = wordsOf(part).filter((word) => WORD_LIKE.test(word));
  return new Set(words.map((word) => word.toLowerCase())).size;
}

function asWords(part: string): string {
  return wordsOf(part).join(" ");
}

function wordsOf(part: string): readonly string[] {
  return part.replace(ESCAPE, " ").match(WORD) ?? [];
}

/** Leaves out what is far from the last link and from the next one, which begins at `end`; so also at the text's ends. */
function shorten(view: ViewBuilder, text: string, end: number): void {
  const [isBeginning, isEnd] = [view.done === 0, end === text.length];
  const start = isBeginning ? 0 : view.done + CONTEXT;
  const far = text.slice(start, isEnd ? end : Math.max(start, end - CONTEXT));
  const from = isBeginning ? 0 : far.search(/\s/u);
  const to = isEnd ? far.length : far.search(/\s\S*$/u);
  if (from >= 0 && to > from) view.replace({ start: start + from, end: start + to }, "");
}
