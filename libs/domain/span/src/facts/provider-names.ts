/**
 * Names under which instrumentations report a provider, as the value that the OpenTelemetry registry gives it for
 * `gen_ai.provider.name`. https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/
 */
const providerByAlias: ReadonlyMap<string, string> = new Map([
  ["amazon_bedrock", "aws.bedrock"],
  ["aws", "aws.bedrock"],
  ["aws_bedrock", "aws.bedrock"],
  ["bedrock", "aws.bedrock"],
  ["bedrock_converse", "aws.bedrock"],
  ["az.ai.inference", "azure.ai.inference"],
  ["azure_ai", "azure.ai.inference"],
  ["azure_ai_inference", "azure.ai.inference"],
  ["az.ai.openai", "azure.ai.openai"],
  ["azure", "azure.ai.openai"],
  ["azure_openai", "azure.ai.openai"],
  ["openai_azure", "azure.ai.openai"],
  ["gemini", "gcp.gemini"],
  ["google_ai_studio", "gcp.gemini"],
  ["google_gemini", "gcp.gemini"],
  ["google_gla", "gcp.gemini"],
  ["googleai", "gcp.gemini"],
  ["gcp.vertex.agent", "gcp.gen_ai"],
  ["google.generative_ai", "gcp.gemini"],
  ["google", "gcp.gen_ai"],
  ["google_genai", "gcp.gen_ai"],
  ["vertex", "gcp.vertex_ai"],
  ["vertex_ai", "gcp.vertex_ai"],
  ["vertexai", "gcp.vertex_ai"],
  ["google_vertex", "gcp.vertex_ai"],
  ["google.vertex", "gcp.vertex_ai"],
  ["google.vertex.anthropic", "gcp.vertex_ai"],
  ["vertex.anthropic", "gcp.vertex_ai"],
  ["google_vertexai", "gcp.vertex_ai"],
  ["ibm", "ibm.watsonx.ai"],
  ["watsonx", "ibm.watsonx.ai"],
  ["ibm_watsonx", "ibm.watsonx.ai"],
  ["mistral", "mistral_ai"],
  ["mistralai", "mistral_ai"],
  ["moonshot", "moonshot_ai"],
  ["moonshotai", "moonshot_ai"],
  ["perplexity_ai", "perplexity"],
  ["xai", "x_ai"],
  ["grok", "x_ai"],
]);

const registered = new Set(
  ["openai", "anthropic", "cohere", "deepseek", "groq", "perplexity"].concat([...providerByAlias.values()]),
);

/** Which API of a provider, as the Vercel AI SDK adds it to the name: `openai.responses`, `google.vertex.chat`. */
const API_SUFFIX =
  /\.(?:chat|completions?|embeddings?|generative-ai|image|messages|rerank(?:ing)?|responses|speech|text-?embedding|transcription)$/i;

/** The canonical name of a provider; one that is in no table stays as it was sent, less the name of its API. */
export function canonicalProvider(name: string): string {
  const known = knownProvider(name);
  if (known !== undefined) return known;
  const withoutApi = name.replace(API_SUFFIX, "");
  return withoutApi === name ? name : (knownProvider(withoutApi) ?? withoutApi);
}

function knownProvider(name: string): string | undefined {
  const key = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
  return providerByAlias.get(key) ?? (registered.has(key) ? key : undefined);
}
