import { describe, expect, it } from "vitest";

import { readEndpoint } from "./endpoint.ts";

describe("readEndpoint", () => {
  it.each([
    ["https://api.openai.com/v1/chat/completions", "openai"],
    ["https://eu.api.openai.com/v1/responses", "openai"],
    ["https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=1", "azure"],
    ["https://api.anthropic.com/v1/messages", "anthropic"],
    ["https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse", "aws"],
    ["https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:generateContent", "google"],
    ["https://europe-west1-aiplatform.googleapis.com/v1/models/gemini-2.5-pro:generateContent", "google"],
    ["https://api.x.ai/v1/chat/completions", "x-ai"],
    ["https://openrouter.ai/api/v1/chat/completions", "openrouter"],
    ["http://127.0.0.1:11434/api/chat", "ollama"],
    ["https://api.openai.com.example.org/v1/chat/completions", ""],
    ["https://notopenai.com/v1/chat/completions", ""],
    ["not an address", ""],
  ])("knows whose %s is", (uri, provider) => {
    expect(readEndpoint(uri, "POST").provider).toBe(provider);
  });

  it.each([
    ["POST", "/v1/chat/completions", "call"],
    ["POST", "/v1/messages", "call"],
    ["POST", "/v1/messages/count_tokens", "counting"],
    ["POST", "/v1beta/models/gemini-2.5-pro:countTokens", "counting"],
    ["POST", "/model/amazon.nova-lite-v1%3A0/count-tokens", "counting"],
    ["GET", "/v1/organization/usage/completions", "counting"],
    ["POST", "/v1beta/models/gemini-2.5-pro:streamGenerateContent", "call"],
    ["POST", "/v1/threads/t/runs", "call"],
    ["GET", "/v1/threads/t/runs/r", "call"],
    ["POST", "/v1/threads/t/messages", "other"],
    ["POST", "/v1/assistants", "other"],
    ["POST", "/v1/files", "other"],
    ["POST", "/v1/vector_stores/v/files", "other"],
    ["POST", "/v1/batches", "counting"],
    ["GET", "/v1/messages/batches/b/results", "counting"],
    ["GET", "/v1/files/f/content", "counting"],
    ["POST", "/v1/responses/input_tokens", "counting"],
    ["POST", "/v1beta/cachedContents", "counting"],
    ["GET", "/v1/threads/t/runs/r/steps", "other"],
    ["POST", "/v1/threads/t/runs/r/submit_tool_outputs", "call"],
    ["POST", "/v1/realtime/sessions", "other"],
    ["POST", "/models/owner/name", "unknown"],
    ["GET", "/v1/models", "other"],
    ["DELETE", "/anything", "other"],
    ["POST", "/anything", "unknown"],
  ])("knows what %s %s is for", (method, path, purpose) => {
    expect(readEndpoint(`https://example.org${path}`, method).purpose).toBe(purpose);
  });

  it.each([
    [
      "https://bedrock-runtime.eu-west-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse",
      "amazon.nova-lite-v1:0",
      "eu-west-1",
    ],
    [
      "https://bedrock-runtime.us-east-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.anthropic.claude-3-7-sonnet/converse-stream",
      "us.anthropic.claude-3-7-sonnet",
      "us-east-1",
    ],
    [
      "https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-5:rawPredict",
      "claude-opus-5",
      "us-east5",
    ],
    ["https://api.openai.com/v1/chat/completions", undefined, undefined],
    ["https://example.org/model/%E0%A4%A/converse", "%E0%A4%A", undefined],
  ])("reads model and region out of %s", (uri, model, region) => {
    expect(readEndpoint(uri, "POST")).toMatchObject({ ...(model && { model }), ...(region && { region }) });
  });
});
