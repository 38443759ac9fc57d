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
  ["google-gla", "gcp.gemini"],
  ["googleai", "gcp.gemini"],
  ["gcp.vertex.agent", "gcp.gen_ai"],
  ["MistralAI", "mistral_ai"],
  ["xai", "x_ai"],
  ["Anthropic", "anthropic"],
  ["hosted_vllm", "hosted_vllm"],
  ["My Provider", "My Provider"],
  ["constructor", "constructor"],
  ["openai.responses", "openai"],
  ["anthropic.messages", "anthropic"],
  ["azure-openai.chat", "azure.ai.openai"],
  ["google.generative-ai", "gcp.gemini"],
  ["google.vertex.chat", "gcp.vertex_ai"],
  ["vertex.anthropic.messages", "gcp.vertex_ai"],
  ["amazon-bedrock", "aws.bedrock"],
  ["xai.chat", "x_ai"],
  ["fireworks.chat", "fireworks"],
  ["my.chat.service", "my.chat.service"],
  ["", ""],
])("%j is %j", (name, canonical) => {
  expect(canonicalProvider(name)).toBe(canonical);
});
