import type { Reader } from "./attribute-readers.ts";

/** Hosts of model providers that have their region in their name. */
const hostPatterns: readonly RegExp[] = [
  // AWS Bedrock: https://docs.aws.amazon.com/general/latest/gr/bedrock.html
  /^bedrock(?:-runtime|-agent|-agent-runtime)?(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/,
  // Vertex AI: https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations
  /^([a-z]+(?:-[a-z]+\d{1,2})?)-aiplatform\.googleapis\.com$/,
  // OpenAI's data residency: https://platform.openai.com/docs/guides/your-data
  /^([a-z]{2})\.api\.openai\.com$/,
  // Azure's regional endpoints
  /^([a-z]+\d?)\.api\.cognitive\.microsoft\.com$/,
];

/** No host name is longer (RFC 1035); anything longer is no host. */
const MAX_HOST_LENGTH = 255;

/** The region that a provider's host name tells; undefined for hosts that serve from anywhere. */
export const regionOfHost: Reader<string> = (value) => {
  if (typeof value !== "string" || value.length > MAX_HOST_LENGTH) return undefined;
  const host = value.trim().toLowerCase();
  for (const pattern of hostPatterns) {
    const region = pattern.exec(host)?.[1];
    if (region !== undefined) return region;
  }
  return undefined;
};
