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
}

/** What every match has, so that a text is searched only where one can be. */
export interface Reach {
  /** ASCII digits of the shortest match, separators not counted. */
  readonly digits: number;
  /** UTF-16 units of the longest match, what its assertions look at beside it included. */
  readonly longest: number;
  /** Where `digits` is 0: one of these, in lower case, is in every match. */
  readonly literals?: readonly string[];
}

/** One way in which an entity is written. */
export interface RecognizerPart extends Reach {
  readonly name: string;
  /** The best score that a match can have without a context word. */
  readonly bestScore: number;
  /** The matches in a text, in time linear in its length. */
  readonly find: (text: string, options: RecognizerOptions) => readonly Candidate[];
}

/** Finds one kind of personal data. */
export interface Recognizer {
  /** Presidio's name of the entity, such as `EMAIL_ADDRESS`. */
  readonly entity: string;
  /** ISO 3166 code, in lower case, of the country whose identifier it is; without it, it is used everywhere. */
  readonly country?: string;
  /** Lower-case words that make a candidate more likely when one of them stands shortly before it. */
  readonly contextWords: readonly string[];
  readonly parts: readonly RecognizerPart[];
}
