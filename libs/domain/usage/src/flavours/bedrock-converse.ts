import { createFlavour } from "../flavour.ts";

/**
 * Bedrock's `converse`, and Amazon's own models in `invoke`. `inputTokens` counts neither cache reads nor cache writes.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html
 */
export const bedrockConverse = createFlavour({
  name: "converse",
  roots: ["usage", "metadata.usage", ""],
  marks: ["inputTokens", "outputTokens", "cacheReadInputTokens", "cacheWriteInputTokens"],
  counts: {
    input: {
      first: ["inputTokens"],
      plus: [
        ["cacheReadInputTokens", "cacheReadInputTokenCount"],
        ["cacheWriteInputTokens", "cacheWriteInputTokenCount"],
      ],
    },
    cacheRead: ["cacheReadInputTokens", "cacheReadInputTokenCount"],
    cacheWrite: ["cacheWriteInputTokens", "cacheWriteInputTokenCount"],
    cacheWrite5m: ["cacheDetails[ttl=5M].inputTokens"],
    cacheWrite1h: ["cacheDetails[ttl=1H].inputTokens"],
    output: ["outputTokens"],
    total: ["totalTokens"],
  },
});
