/** A change of a sentence; places in UTF-16 units of the sentence as it was, `end` exclusive. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Edited {
  readonly text: string;
  /** Where in the new text the changed words stand. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}

/** Carries out edits that do not overlap. */
export function applyEdits(sentence: string, edits: readonly Edit[]): Edited {
  let [text, at] = ["", 0];
  const ranges: { start: number; end: number }[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    text += sentence.slice(at, edit.start);
    ranges.push({ start: text.length, end: text.length + edit.text.length });
    text += edit.text;
    at = edit.end;
  }
  return { text: text + sentence.slice(at), ranges };
}
