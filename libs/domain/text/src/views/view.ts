/** UTF-16 offsets; `end` is exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Another reading of a text: what it says once tricks or encodings are undone. */
export interface View {
  readonly text: string;
  /** Says the same as the original, offset by offset, so that searching it again finds nothing new. */
  readonly isIdentity: boolean;
  /**
   * The range of the original that gave rise to a range of this view: all of every sequence that any of it comes from,
   * and what was removed between. It begins and ends on whole code points, and grows with the range it is asked for.
   */
  readonly toOriginal: (start: number, end: number) => TextRange;
}

/** The text itself, seen as a view. */
export function identityView(text: string): View {
  return { text, isIdentity: true, toOriginal: (start, end) => wholeCodePoints(text, { start, end }) };
}

/** A view of a view as a view of the original that the outer one is of. */
export function composeViews(outer: View, inner: View): View {
  if (inner.isIdentity) return outer;
  if (outer.isIdentity) return inner;
  return {
    text: inner.text,
    isIdentity: false,
    toOriginal: (start, end) => {
      const between = inner.toOriginal(start, end);
      return outer.toOriginal(between.start, between.end);
    },
  };
}

/** A range within the text that splits no surrogate pair: widened to the pairs that it cuts. */
export function wholeCodePoints(text: string, { start, end }: TextRange): TextRange {
  const from = Math.min(Math.max(start, 0), text.length);
  const to = Math.min(Math.max(end, from), text.length);
  return {
    start: isInsidePair(text, from) ? from - 1 : from,
    end: isInsidePair(text, to) ? to + 1 : to,
  };
}

function isInsidePair(text: string, offset: number): boolean {
  return (text.codePointAt(offset - 1) ?? 0) > 0xff_ff;
}
