import { createFlavour } from "../flavour.ts";

/**
 * OpenAI's responses, images, transcriptions and realtime, and who speaks like them. Cached tokens are part of
 * `input_tokens`, reasoning is part of `output_tokens`. Realtime and transcriptions write `token` in the singular.
 * https://platform.openai.com/docs/api-reference/responses/object#responses/object-usage
 */
export const openaiResponses = createFlavour({
  name: "responses",
  roots: ["usage", "response.usage", "response.body.usage", ""],
  marks: ["input_tokens", "output_tokens"],
  counts: {
    input: ["input_tokens"],
    inputText: ["input_tokens_details.text_tokens", "input_token_details.text_tokens"],
    inputImage: ["input_tokens_details.image_tokens", "input_token_details.image_tokens"],
    inputAudio: ["input_tokens_details.audio_tokens", "input_token_details.audio_tokens"],
    cacheRead: ["input_tokens_details.cached_tokens", "input_token_details.cached_tokens"],
    cacheReadImage: ["input_token_details.cached_tokens_details.image_tokens"],
    cacheReadAudio: ["input_token_details.cached_tokens_details.audio_tokens"],
    cacheWrite: ["input_tokens_details.cache_write_tokens"],
    output: ["output_tokens"],
    outputText: ["output_tokens_details.text_tokens", "output_token_details.text_tokens"],
    outputImage: ["output_tokens_details.image_tokens", "output_token_details.image_tokens"],
    outputAudio: ["output_tokens_details.audio_tokens", "output_token_details.audio_tokens"],
    reasoning: ["output_tokens_details.reasoning_tokens", "output_token_details.reasoning_tokens"],
    total: ["total_tokens"],
  },
});
