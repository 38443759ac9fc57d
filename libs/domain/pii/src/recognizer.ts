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

/** Finds one kind of personal data. `find` takes time linear in the length of the text. */
export interface Recognizer {
  /** Presidio's name of the entity, such as `EMAIL_ADDRESS`. */
  readonly entity: string;
  /** Lower-case words that make a candidate more likely when one of them stands shortly before it. */
  readonly contextWords: readonly string[];
  readonly find: (text: string, options: RecognizerOptions) => readonly Candidate[];
}
