/**
 * One key for the names that a provider goes by: OpenTelemetry's, older ones, and those of price lists. Only providers
 * whose answers are read in their own way need one.
 */
const keyByName: ReadonlyMap<string, string> = new Map([
  ["aws.bedrock", "aws"],
  ["aws_bedrock", "aws"],
  ["amazon-bedrock", "aws"],
  ["bedrock", "aws"],
  ["bedrock_converse", "aws"],
  ["gcp.gemini", "google"],
  ["gcp.gen_ai", "google"],
  ["gcp.vertex_ai", "google"],
  ["gemini", "google"],
  ["vertex_ai", "google"],
  ["google_genai", "google"],
  ["google_vertexai", "google"],
  ["x_ai", "x-ai"],
  ["xai", "x-ai"],
  ["cohere_chat", "cohere"],
  ["ibm.watsonx.ai", "watsonx"],
  ["aleph_alpha", "aleph-alpha"],
  ["alephalpha", "aleph-alpha"],
]);

export function providerKey(provider: string): string {
  const name = provider.toLowerCase().trim();
  return keyByName.get(name) ?? name;
}
