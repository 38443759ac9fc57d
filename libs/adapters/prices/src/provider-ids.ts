import { findProvider } from "@pydantic/genai-prices";

/**
 * Ids in the data set of the providers that OpenTelemetry (`gen_ai.provider.name`, and the older `gen_ai.system`) and
 * LiteLLM name otherwise. The data set knows most aliases itself; here stand those that it misses or takes for another
 * provider, as it would take `azure.ai.openai` for `openai`.
 */
const idByProvider: ReadonlyMap<string, string> = new Map([
  ["azure.ai.inference", "azure"],
  ["azure.ai.openai", "azure"],
  ["az.ai.inference", "azure"],
  ["az.ai.openai", "azure"],
  ["azure_ai", "azure"],
  ["azure_openai", "azure"],
  ["azure_text", "azure"],
  ["gcp.gen_ai", "google"],
  ["x_ai", "x-ai"],
  ["fireworks_ai", "fireworks"],
  ["togetherai", "together"],
  ["z.ai", "zai"],
  ["z_ai", "zai"],
  ["ibm.watsonx.ai", "watsonx"],
]);

/** LiteLLM's names of what Vertex AI offers, `vertex_ai-anthropic_models`: the makers in them do not serve it. */
const VERTEX_AI = /^vertex_ai[-_]/;

/** The data set's id, or one of its aliases, of a provider; `""` stays `""`. */
export function providerIdOf(provider: string): string {
  const name = provider.toLowerCase().trim();
  return VERTEX_AI.test(name) ? "google" : (idByProvider.get(name) ?? name);
}

/** One name for all names of a provider; `""` for LiteLLM, which is none. */
export function canonicalProvider(provider: string): string {
  const id = providerIdOf(provider);
  if (id === "" || id === "litellm") return "";
  return findProvider({ providerId: id })?.id ?? id;
}
