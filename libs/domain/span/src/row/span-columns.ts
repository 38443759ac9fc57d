import type { LlmSpan, TextFeatures } from "./llm-span.ts";

type Prefixed<Prefix extends string> = { readonly [Key in keyof TextFeatures as `${Prefix}_${Key}`]: number | null };

/** A span with its feature groups laid out as the columns they are stored in. */
export type SpanColumns = Omit<LlmSpan, "input_features" | "output_features"> & Prefixed<"input"> & Prefixed<"output">;

const noFeatures = { chars: null, words: null, unique_words: null, sentiment: null, complexity: null };

export function spanColumns({ input_features, output_features, ...rest }: LlmSpan): SpanColumns {
  const input = input_features ?? noFeatures;
  const output = output_features ?? noFeatures;
  return {
    ...rest,
    input_chars: input.chars,
    input_words: input.words,
    input_unique_words: input.unique_words,
    input_sentiment: input.sentiment,
    input_complexity: input.complexity,
    output_chars: output.chars,
    output_words: output.words,
    output_unique_words: output.unique_words,
    output_sentiment: output.sentiment,
    output_complexity: output.complexity,
  };
}
