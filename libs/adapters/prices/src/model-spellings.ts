import { canonicalProvider } from "./provider-ids.ts";

/** A model as price data may list it; `provider` is `""` where nobody tells it. */
export interface ModelSpelling {
  readonly provider: string;
  readonly model: string;
}

/** What gateways and libraries put before the name of a model to say who serves it. None is only the maker's name. */
const routes: ReadonlySet<string> = new Set([
  "anthropic",
  "azure",
  "bedrock",
  "cerebras",
  "cohere",
  "fireworks_ai",
  "gemini",
  "groq",
  "mistral",
  "moonshot",
  "openai",
  "openrouter",
  "perplexity",
  "together_ai",
  "vertex_ai",
  "xai",
]);

/** OpenAI's open weights, which it makes and others serve. */
const servedByOthers = /^gpt-oss/i;

/**
 * A model's name as the sender wrote it, then as a source may list it that does not know it so: without the route to its
 * provider, without Google's path, without Vertex AI's version. Nothing is taken off that may tell two prices apart, such
 * as a date, a size, the name of a fine-tuning, or a variant such as `:free`.
 */
export function modelSpellings(provider: string, model: string): readonly ModelSpelling[] {
  const spellings: ModelSpelling[] = [{ provider, model }];
  for (const shorten of [withoutRoute, withoutPath, withoutVersion]) {
    const shorter = shorten(spellings.at(-1) ?? { provider, model });
    if (shorter !== null) spellings.push(shorter);
  }
  return spellings;
}

/** `openai/gpt-4o` of OpenAI, or of nobody. */
function withoutRoute({ provider, model }: ModelSpelling): ModelSpelling | null {
  const [, route = "", name = ""] = /^\s*([\w-]+)\/(.+)$/.exec(model) ?? [];
  if (servedByOthers.test(name)) return null;
  const isRoute = routes.has(route.toLowerCase());
  if (provider === "") return isRoute ? { provider: route, model: name } : null;
  const isOwn = route.toLowerCase() === provider.toLowerCase();
  const isServer = isRoute && canonicalProvider(route) === canonicalProvider(provider);
  return isOwn || isServer ? { provider, model: name } : null;
}

/** `projects/p/locations/l/publishers/google/models/gemini-2.5-flash`, `models/gemini-2.5-flash`. */
function withoutPath({ provider, model }: ModelSpelling): ModelSpelling | null {
  const [, name] = /^(?:.*\/)?models\/([^/]+)$/.exec(model) ?? [];
  return name === undefined || canonicalProvider(provider) !== "google" ? null : { provider, model: name };
}

/** `gemini-2.0-flash@001`. Dates, as Anthropic's models have them there, stay. */
function withoutVersion({ provider, model }: ModelSpelling): ModelSpelling | null {
  const [, name] = /^([^@]+)@(?:default|latest|\d{3})$/.exec(model) ?? [];
  return name === undefined || canonicalProvider(provider) !== "google" ? null : { provider, model: name };
}
