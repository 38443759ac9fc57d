import { expect, test } from "vitest";
import { regionOfHost } from "./region-of-host.ts";

test.each([
  ["bedrock-runtime.us-east-1.amazonaws.com", "us-east-1"],
  ["bedrock-runtime-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"],
  ["bedrock-agent-runtime.ap-southeast-2.amazonaws.com", "ap-southeast-2"],
  ["bedrock.cn-north-1.amazonaws.com.cn", "cn-north-1"],
  ["europe-west4-aiplatform.googleapis.com", "europe-west4"],
  ["us-central1-aiplatform.googleapis.com", "us-central1"],
  ["aiplatform.googleapis.com", undefined],
  ["EU.api.openai.com", "eu"],
  ["api.openai.com", undefined],
  ["eastus2.api.cognitive.microsoft.com", "eastus2"],
  ["my-resource.openai.azure.com", undefined],
  ["api.anthropic.com", undefined],
  ["eu.api.openai.com.example.org", undefined],
  ["", undefined],
])("%j serves from %s", (host, region) => {
  expect(regionOfHost(host)).toBe(region);
});

test("a host name without end costs nothing", () => {
  expect(regionOfHost(`${"a-".repeat(1_000_000)}aiplatform.googleapis.com`)).toBeUndefined();
});
