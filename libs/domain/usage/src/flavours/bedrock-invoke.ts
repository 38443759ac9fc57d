import { createFlavour } from "../flavour.ts";

/** The counts that Bedrock itself adds to the last chunk of a stream, and sends in headers; as exclusive as `converse`. */
export const bedrockMetrics = createFlavour({
  name: "bedrock-metrics",
  roots: ["amazon-bedrock-invocationMetrics"],
  marks: ["inputTokenCount", "outputTokenCount"],
  counts: {
    input: { first: ["inputTokenCount"], plus: [["cacheReadInputTokenCount"], ["cacheWriteInputTokenCount"]] },
    cacheRead: ["cacheReadInputTokenCount"],
    cacheWrite: ["cacheWriteInputTokenCount"],
    output: ["outputTokenCount"],
  },
});

/** Amazon Titan, text and embeddings, whole and streamed. */
export const bedrockTitan = createFlavour({
  name: "titan",
  roots: [""],
  marks: ["inputTextTokenCount"],
  counts: {
    input: ["inputTextTokenCount"],
    output: ["results[].tokenCount", "totalOutputTextTokenCount"],
  },
});

/** Meta Llama on Bedrock. */
export const bedrockLlama = createFlavour({
  name: "llama",
  roots: [""],
  marks: ["generation_token_count"],
  counts: { input: ["prompt_token_count"], output: ["generation_token_count"] },
});
