import { inputText, outputText, type LlmSpan } from "@parapet/span";
import { textFeatures } from "@parapet/text";
import type { KeyedHash } from "@parapet/runtime";

/**
 * Fills the text features and the keyed prompt hash. It runs before redaction, which would change lengths and make
 * different prompts equal.
 */
export function measureSpan(span: LlmSpan, hash: KeyedHash): LlmSpan {
  const input = inputText(span);
  const output = outputText(span);
  return {
    ...span,
    input_features: input === "" ? null : textFeatures(input),
    output_features: output === "" ? null : textFeatures(output),
    prompt_hash: input === "" ? "" : hash(input),
  };
}
