import { createFlavour, type CountRule, type Spellings } from "../flavour.ts";

/** The counts of one modality in a list, in the spelling of the API and in that of Google's Python libraries. */
const modality = (list: readonly [string, string], values: string): Spellings => [
  `${list[0]}[modality=${values}].tokenCount`,
  `${list[1]}[modality=${values}].token_count`,
];

const prompt = ["promptTokensDetails", "prompt_tokens_details"] as const;
const toolUse = ["toolUsePromptTokensDetails", "tool_use_prompt_tokens_details"] as const;
const cache = ["cacheTokensDetails", "cache_tokens_details"] as const;
const candidates = ["candidatesTokensDetails", "candidates_tokens_details"] as const;

/** The results of tools come back as input, and are counted beside the prompt. */
const input = (values: string): CountRule => ({
  first: modality(prompt, values),
  plus: [modality(toolUse, values)],
  isFirstOptional: true,
});

const thoughts = ["thoughtsTokenCount", "thoughts_token_count"];

/**
 * Gemini, on Google's AI and Vertex AI. Cached tokens are part of the prompt; thoughts are counted beside the answer.
 * A document is read as images. https://ai.google.dev/api/generate-content#UsageMetadata
 */
export const googleGenerateContent = createFlavour({
  name: "google",
  roots: ["usageMetadata", "usage_metadata", "response.usageMetadata", ""],
  marks: [
    "promptTokenCount",
    "prompt_token_count",
    "candidatesTokenCount",
    "candidates_token_count",
    "totalTokenCount",
  ],
  counts: {
    input: {
      first: ["promptTokenCount", "prompt_token_count"],
      plus: [["toolUsePromptTokenCount", "tool_use_prompt_token_count"]],
      isFirstOptional: true,
    },
    inputText: input("TEXT"),
    inputImage: input("IMAGE|DOCUMENT"),
    inputAudio: input("AUDIO"),
    inputVideo: input("VIDEO"),
    cacheRead: ["cachedContentTokenCount", "cached_content_token_count"],
    cacheReadImage: modality(cache, "IMAGE|DOCUMENT"),
    cacheReadAudio: modality(cache, "AUDIO"),
    cacheReadVideo: modality(cache, "VIDEO"),
    output: { first: ["candidatesTokenCount", "candidates_token_count"], plus: [thoughts], isFirstOptional: true },
    outputText: modality(candidates, "TEXT"),
    outputImage: modality(candidates, "IMAGE|DOCUMENT"),
    outputAudio: modality(candidates, "AUDIO"),
    outputVideo: modality(candidates, "VIDEO"),
    reasoning: thoughts,
    total: ["totalTokenCount", "total_token_count"],
  },
});
