import type { PhoneLeniency } from "./phone-leniency.ts";

/** A place in a text that may be personal data: UTF-16 offsets, `end` exclusive, and how likely it is, in [0, 1]. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/** What a recognizer may need to know beside the text. */
export interface RecognizerOptions {
  /** ISO 3166 regions whose national phone formats are read. */
  readonly regions: readonly string[];
  /** How strictly phone numbers must be written; `valid` without it. */
  readonly phoneLeniency?: PhoneLeniency | undefined;
}

/**
 * What every match has, so that a text is searched only where one can be: no farther than `longest` from one of its
 * literals or, where it has none, from its digits. Stretches that overlap are searched as one.
 */
export interface Reach {
  /** ASCII digits of the shortest match, separators not counted. */
  readonly digits: number;
  /** Of them, those that stand in one row in every match, with nothing between; 1 without it. */
  readonly row?: number;
  /** UTF-16 units of the longest match, what its assertions look at beside it included. */
  readonly longest: number;
  /** One of these, in lower case, is in every match. Where `digits` is 0 there must be some. */
  readonly literals?: readonly string[];
  /** Whether in every match a letter stands right beside an ASCII digit, as it does not in the numbers of prose. */
  readonly isGlued?: boolean;
}

/** One way in which an entity is written. */
export interface RecognizerPart extends Reach {
  readonly name: string;
  /** The best score that a match can have without a context word. */
  readonly bestScore: number;
  /** What a match has before its proof; `bestScore` where nothing is proven. */
  readonly baseScore?: number;
  /** The matches in a text, in time linear in its length. */
  readonly find: (text: string, options: RecognizerOptions) => readonly Candidate[];
}

/** Finds one kind of personal data. */
export interface Recognizer {
  /** Presidio's name of the entity, such as `EMAIL_ADDRESS`. */
  readonly entity: string;
  /** Country whose identifier it is: its ISO 3166 code in lower case, but `uk`. Without it, it is used everywhere. */
  readonly country?: string;
  /**
   * Whether it runs only where its entity is named: a date or a domain stands in every second text and is seldom
   * personal, and a phone number of one country is looked for by `PHONE_NUMBER` already.
   */
  readonly isOnRequest?: boolean;
  /**
   * Whether a row of digits alone proves little where the entity is not named, as of all that has a country: orders and
   * sizes are such rows as well.
   */
  readonly isWeakInDigits?: boolean;
  /** Lower-case words that make a candidate more likely when one of them stands shortly before it. */
  readonly contextWords: readonly string[];
  readonly parts: readonly RecognizerPart[];
  /** The proof of a pattern's match, such as its checksum: true, false, or null where nothing is proven. */
  readonly validate?: (match: string) => boolean | null;
}
