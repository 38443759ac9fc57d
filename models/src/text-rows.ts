/** What a text says about each question: 1 or 0, or null where it says nothing. */
export interface Targets {
  /** Does it attack the instructions of the model that it is put to? */
  readonly direct: 0 | 1 | null;
  /** Is there, in a document, a command to the model that reads it? */
  readonly indirect: 0 | 1 | null;
  readonly toxicity: 0 | 1 | null;
}

/** Where the document of a text comes from. */
export interface DocumentOrigin {
  readonly family: string;
  readonly group: string;
}

/** A text of any length, and what it is known to be. */
export interface TargetedText {
  readonly text: string;
  readonly targets: Targets;
  /** Where it comes from, as in the model card. */
  readonly source: string;
  /** Sources that are held out together. */
  readonly family: string;
  /** Texts of one group are never parted between training and development. */
  readonly group: string;
  readonly weight: number;
  /** What kind of text it is, where a source tells. */
  readonly kind?: string;
  /** Of the document that it was made of, where it was: whoever has read that knows half of the text. */
  readonly document?: DocumentOrigin;
  /** The part of the text that makes it what it is, where that is known. */
  readonly focus?: string;
}

/** One window of tokens to train on, with its markers. */
export interface TrainingRow {
  readonly source: string;
  readonly family: string;
  readonly weight: number;
  readonly ids: readonly number[];
  readonly targets: Targets;
  readonly document?: DocumentOrigin;
}
