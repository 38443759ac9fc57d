/** A text with a secret in it, or with what only looks like one; `start` and `end` tell where. */
export interface Sample {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function sampleOf(before: string, value: string, after = ""): Sample {
  return { text: `${before}${value}${after}`, start: before.length, end: before.length + value.length };
}
