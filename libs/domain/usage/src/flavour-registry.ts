import type { Flavour } from "./flavour.ts";
import { anthropicByShape, anthropicMessages, anthropicResold } from "./flavours/anthropic-messages.ts";
import { bedrockConverse } from "./flavours/bedrock-converse.ts";
import { bedrockLlama, bedrockMetrics, bedrockTitan } from "./flavours/bedrock-invoke.ts";
import { cohereBilled, cohereTokens } from "./flavours/cohere.ts";
import { ollama, sglang, textGenerationInference } from "./flavours/engine-bodies.ts";
import { googleGenerateContent } from "./flavours/google-generate-content.ts";
import {
  aiSdk,
  alephAlpha,
  cursorUsageEvent,
  replicate,
  vertexEmbeddings,
  vertexPredict,
  watsonx,
} from "./flavours/hosted-bodies.ts";
import {
  anthropicChat,
  embeddings,
  openaiChat,
  openrouterChat,
  perplexityChat,
  xaiChat,
  xaiFirst,
} from "./flavours/openai-chat.ts";
import { openaiResponses } from "./flavours/openai-responses.ts";
import { providerKey } from "./provider-key.ts";

/** Flavours by the name that callers tell, whoever the provider is. */
const flavourByName: ReadonlyMap<string, Flavour> = new Map([
  ["chat", openaiChat],
  ["chat_completions", openaiChat],
  ["completions", openaiChat],
  ["responses", openaiResponses],
  ["realtime", openaiResponses],
  ["images", openaiResponses],
  ["transcriptions", openaiResponses],
  ["embeddings", embeddings],
  ["anthropic", anthropicResold],
  ["messages", anthropicMessages],
  ["converse", bedrockConverse],
  ["generate_content", googleGenerateContent],
  ["tokens", cohereTokens],
  ["ollama", ollama],
  ["usage-event", cursorUsageEvent],
]);

/** What the same name means at one provider, where that differs. */
const flavourAtProvider: ReadonlyMap<string, Flavour> = new Map([
  ["anthropic/default", anthropicMessages],
  ["anthropic/chat", anthropicChat],
  ["aws/default", bedrockConverse],
  ["cohere/default", cohereBilled],
  ["cohere/embeddings", cohereBilled],
  ["google/default", googleGenerateContent],
  ["minimax/default", anthropicResold],
  ["openrouter/chat", openrouterChat],
  ["perplexity/default", perplexityChat],
  ["x-ai/default", xaiFirst],
  ["x-ai/chat", xaiChat],
]);

/** What a provider speaks when nobody says; tried before the others. */
const usualFlavours: ReadonlyMap<string, readonly Flavour[]> = new Map([
  ["anthropic", [anthropicMessages, anthropicChat]],
  ["openrouter", [openrouterChat]],
  ["perplexity", [perplexityChat]],
  ["x-ai", [xaiChat]],
  ["jina", [embeddings]],
  ["voyageai", [embeddings]],
]);

/** All flavours, those with marks of their own before those whose marks others share. */
const flavoursByShape: readonly Flavour[] = [
  bedrockMetrics,
  bedrockLlama,
  googleGenerateContent,
  cohereBilled,
  cohereTokens,
  vertexPredict,
  cursorUsageEvent,
  aiSdk,
  bedrockConverse,
  bedrockTitan,
  ollama,
  sglang,
  textGenerationInference,
  replicate,
  alephAlpha,
  watsonx,
  vertexEmbeddings,
  openaiChat,
  anthropicByShape,
  openaiResponses,
];

/** Flavours in the order in which they should be tried on a body of this provider. */
export function flavoursFor(provider: string, apiFlavor: string | undefined): readonly Flavour[] {
  const key = providerKey(provider);
  const name = apiFlavor?.toLowerCase().trim();
  const told = name === undefined ? undefined : (flavourAtProvider.get(`${key}/${name}`) ?? flavourByName.get(name));
  return told === undefined ? [...(usualFlavours.get(key) ?? []), ...flavoursByShape] : [told, ...flavoursByShape];
}
