import { createFlavour, type CountTable, type FlavourSpec } from "../flavour.ts";

/**
 * Chat completions, and all who speak like OpenAI: Azure, Groq, Mistral, DeepSeek, Together, Fireworks, OpenRouter,
 * Hugging Face, Writer, vLLM, … Cached tokens are part of `prompt_tokens`, reasoning is part of `completion_tokens`.
 * https://platform.openai.com/docs/api-reference/chat/object#chat/object-usage
 */
const counts = {
  input: ["prompt_tokens"],
  inputAudio: ["prompt_tokens_details.audio_tokens"],
  inputImage: ["prompt_tokens_details.image_tokens"],
  inputVideo: ["prompt_tokens_details.video_tokens"],
  cacheRead: [
    "prompt_tokens_details.cached_tokens",
    // DeepSeek; Moonshot, Together; LiteLLM's own fields, which are part of its prompt.
    "prompt_cache_hit_tokens",
    "cached_tokens",
    "cache_read_input_tokens",
    // The assistants' API spells it without the plural.
    "prompt_token_details.cached_tokens",
  ],
  cacheReadAudio: ["prompt_tokens_details.cached_tokens_details.audio_tokens"],
  cacheReadImage: ["prompt_tokens_details.cached_tokens_details.image_tokens"],
  cacheWrite: [
    "prompt_tokens_details.cache_write_tokens",
    "prompt_tokens_details.cache_creation_tokens",
    "cache_creation_input_tokens",
  ],
  cacheWrite5m: ["prompt_tokens_details.cache_creation_token_details.ephemeral_5m_input_tokens"],
  cacheWrite1h: ["prompt_tokens_details.cache_creation_token_details.ephemeral_1h_input_tokens"],
  output: ["completion_tokens"],
  outputAudio: ["completion_tokens_details.audio_tokens"],
  outputImage: ["completion_tokens_details.image_tokens"],
  reasoning: ["completion_tokens_details.reasoning_tokens", "reasoning_tokens"],
  webSearches: ["num_search_queries", "server_tool_use.web_search_requests"],
  total: ["total_tokens"],
} satisfies CountTable;

const chat = {
  name: "chat",
  // Bare, in Groq's last chunk, in the envelopes of Cloudflare and of batches.
  roots: ["usage", "x_groq.usage", "result.usage", "response.body.usage", ""],
  marks: ["prompt_tokens", "completion_tokens"],
  counts,
} satisfies FlavourSpec;

export const openaiChat = createFlavour(chat);

/** Anthropic's chat completions tell the cache in one field beside the details. */
export const anthropicChat = createFlavour({ ...chat, counts: { ...counts, cacheRead: ["cached_tokens"] } });

/** OpenRouter bills video at the price of the prompt's text, and counts it so in what it charges. */
export const openrouterChat = createFlavour({ ...chat, counts: { ...counts, inputVideo: [] } });

/** xAI keeps reasoning beside the completion. https://docs.x.ai/docs/guides/reasoning */
export const xaiChat = createFlavour({
  ...chat,
  counts: {
    ...counts,
    cacheRead: ["prompt_tokens_details.cached_tokens", "cached_prompt_text_tokens"],
    output: { first: ["completion_tokens"], plus: [counts.reasoning] },
  },
});

/** xAI's first API, without the details. */
export const xaiFirst = createFlavour({
  ...chat,
  counts: {
    input: counts.input,
    cacheRead: ["cached_prompt_text_tokens"],
    output: { first: ["completion_tokens"], plus: [["reasoning_tokens"]] },
    reasoning: ["reasoning_tokens"],
    total: counts.total,
  },
});

/** Perplexity keeps reasoning and citations beside the completion. https://docs.perplexity.ai/getting-started/pricing */
export const perplexityChat = createFlavour({
  ...chat,
  counts: {
    input: counts.input,
    output: { first: ["completion_tokens"], plus: [["reasoning_tokens"], ["citation_tokens"]] },
    reasoning: ["reasoning_tokens"],
    citations: ["citation_tokens"],
    webSearches: ["num_search_queries"],
  },
});

/** Embeddings have no output, even where an engine states a completion of zero tokens. */
export const embeddings = createFlavour({
  ...chat,
  name: "embeddings",
  marks: ["prompt_tokens", "total_tokens"],
  counts: { input: ["prompt_tokens", "total_tokens"] },
});
