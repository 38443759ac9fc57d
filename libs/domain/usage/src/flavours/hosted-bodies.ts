import { createFlavour } from "../flavour.ts";

/** Replicate's predictions. https://replicate.com/docs/reference/http */
export const replicate = createFlavour({
  name: "replicate",
  roots: ["metrics", ""],
  marks: ["input_token_count", "output_token_count", "token_input_count", "token_output_count"],
  counts: {
    input: ["input_token_count", "token_input_count"],
    output: ["output_token_count", "token_output_count"],
  },
});

/** IBM watsonx.ai's text generation. https://cloud.ibm.com/apidocs/watsonx-ai#text-generation */
export const watsonx = createFlavour({
  name: "watsonx",
  roots: [""],
  marks: ["results"],
  counts: { input: ["results[].input_token_count"], output: ["results[].generated_token_count"] },
});

/** Aleph Alpha's completions. */
export const alephAlpha = createFlavour({
  name: "aleph-alpha",
  roots: [""],
  marks: ["num_tokens_prompt_total", "num_tokens_generated"],
  counts: { input: ["num_tokens_prompt_total"], output: ["num_tokens_generated"] },
});

/** Vertex AI's `predict`, before Gemini. */
export const vertexPredict = createFlavour({
  name: "vertex-predict",
  roots: ["metadata.tokenMetadata"],
  marks: ["inputTokenCount", "outputTokenCount"],
  counts: { input: ["inputTokenCount.totalTokens"], output: ["outputTokenCount.totalTokens"] },
});

/** Vertex AI's embeddings. */
export const vertexEmbeddings = createFlavour({
  name: "vertex-embeddings",
  roots: [""],
  marks: ["predictions"],
  counts: { input: ["predictions[].embeddings.statistics.token_count"] },
});

/** Cursor's usage events: neither cache reads nor cache writes are part of `inputTokens`. */
export const cursorUsageEvent = createFlavour({
  name: "usage-event",
  roots: ["tokenUsage", ""],
  marks: ["cacheWriteTokens", "cacheReadTokens"],
  counts: {
    input: { first: ["inputTokens"], plus: [["cacheWriteTokens"], ["cacheReadTokens"]] },
    cacheRead: ["cacheReadTokens"],
    cacheWrite: ["cacheWriteTokens"],
    output: ["outputTokens"],
  },
});

/** The AI SDK's own usage, of every major version. Cached and reasoning tokens are part of their totals. */
export const aiSdk = createFlavour({
  name: "ai-sdk",
  roots: ["usage", ""],
  marks: ["promptTokens", "completionTokens", "cachedInputTokens", "inputTokenDetails", "reasoningTokens"],
  counts: {
    input: ["inputTokens", "promptTokens"],
    cacheRead: ["inputTokenDetails.cacheReadTokens", "cachedInputTokens"],
    cacheWrite: ["inputTokenDetails.cacheWriteTokens"],
    output: ["outputTokens", "completionTokens"],
    reasoning: ["outputTokenDetails.reasoningTokens", "reasoningTokens"],
    total: ["totalTokens"],
  },
});
