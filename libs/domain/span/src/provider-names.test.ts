import { expect, test } from "vitest";
import { canonicalProvider } from "./provider-names.ts";

test.each([
  ["OpenAI", "openai"],
  ["openai", "openai"],
  ["az.ai.openai", "azure.ai.openai"],
  ["Azure", "azure.ai.openai"],
  ["az.ai.inference", "azure.ai.inference"],
  ["aws_bedrock", "aws.bedrock"],
  ["AWS Bedrock", "aws.bedrock"],
  ["aws.bedrock", "aws.bedrock"],
  ["vertex_ai", "gcp.vertex_ai"],
  ["vertex-ai", "gcp.vertex_ai"],
  ["gemini", "gcp.gemini"],
  ["MistralAI", "mistral_ai"],
  ["xai", "x_ai"],
  ["Anthropic", "anthropic"],
  ["hosted_vllm", "hosted_vllm"],
  ["My Provider", "My Provider"],
  ["constructor", "constructor"],
  ["", ""],
])("%j is %j", (name, canonical) => {
  expect(canonicalProvider(name)).toBe(canonical);
});
