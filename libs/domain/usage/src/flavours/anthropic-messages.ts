import { createFlavour, type CountTable, type FlavourSpec } from "../flavour.ts";

const counts = {
  input: { first: ["input_tokens"], plus: [["cache_creation_input_tokens"], ["cache_read_input_tokens"]] },
  cacheRead: ["cache_read_input_tokens"],
  cacheWrite: ["cache_creation_input_tokens"],
  cacheWrite5m: ["cache_creation.ephemeral_5m_input_tokens"],
  cacheWrite1h: ["cache_creation.ephemeral_1h_input_tokens"],
  output: ["output_tokens"],
  webSearches: ["server_tool_use.web_search_requests"],
  // Billed, and by the advisor's own prices: https://platform.claude.com/docs/en/build-with-claude/compaction
  uncounted: ["iterations[type=COMPACTION|ADVISOR_MESSAGE].input_tokens"],
} satisfies CountTable;

const messages = {
  name: "anthropic",
  roots: ["usage", "message.usage", ""],
  marks: ["input_tokens", "output_tokens"],
  counts: { ...counts, reasoning: ["output_tokens_details.thinking_tokens"] },
} satisfies FlavourSpec;

/**
 * Anthropic's messages. `input_tokens` counts neither what was read from a cache nor what was written to one.
 * https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export const anthropicMessages = createFlavour(messages);

/** The same answers where nobody says whose they are: those that speak of a cache in Anthropic's words. */
export const anthropicByShape = createFlavour({
  ...messages,
  marks: ["cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation"],
});

/** The same API as others offer it (Bedrock, Vertex AI, Azure, MiniMax): they bill neither thinking nor searches apart. */
export const anthropicResold = createFlavour({
  ...messages,
  counts: {
    input: counts.input,
    cacheRead: counts.cacheRead,
    cacheWrite: counts.cacheWrite,
    cacheWrite5m: counts.cacheWrite5m,
    cacheWrite1h: counts.cacheWrite1h,
    output: counts.output,
    uncounted: counts.uncounted,
  },
});
