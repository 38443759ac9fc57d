import type { LlmSpan } from "../row/llm-span.ts";

/** What a row must hold; of the records and of the quality flags, those entries at least. */
export type ExpectedRow = Partial<LlmSpan>;

type Place =
  | keyof LlmSpan
  | `attributes.${string}`
  | `resource_attributes.${string}`
  /** How many rows the case gives, and of how many traces: always checked. */
  | "rows"
  | "traces"
  /** All that the model was given: instructions, messages and tools. */
  | "input"
  /** All that it answered. */
  | "output"
  | "input_messages.length"
  /** Start plus time to the first token. */
  | "completion_start";

/**
 * What one value that the corpus asserts says of our rows. A place is compared with the asserted value, unless the
 * expected row states that place in our own terms. `2.level` is a place in the third row.
 */
export type AssertUse = Place | `${number}.${Place}` | { readonly leftOut: string };

/** What is expected of one case of the corpus. */
export interface MappingCase {
  /** Its place in the corpus. */
  readonly at: number;
  /** A part of its name. */
  readonly name: string;
  /** The expected rows of all its requests; one of which nothing is stated where left out. */
  readonly rows?: readonly ExpectedRow[];
  /** One for each value that its authors assert, in their order. */
  readonly uses: readonly AssertUse[];
}

/** One case as the corpus holds it. */
export interface CorpusCase {
  readonly name: string;
  readonly calls: readonly unknown[];
  readonly asserts: readonly CorpusAssert[];
}

export interface CorpusAssert {
  readonly matcher: string;
  readonly expected?: unknown;
}
