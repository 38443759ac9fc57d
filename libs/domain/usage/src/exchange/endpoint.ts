/** What the address of an exchange says about it. */
export interface Endpoint {
  /** By the names of price lists; `""` when the host is not known. */
  readonly provider: string;
  /** Flavour that the path implies. */
  readonly apiFlavor?: string;
  readonly model?: string;
  readonly region?: string;
  /**
   * `call`: runs a model. `other`: keeps or lists things, which may hold the usage of earlier calls. `counting`: tells
   * counts that no call used. `unknown`: the answer alone can tell.
   */
  readonly purpose: "call" | "other" | "counting" | "unknown";
}

/** Hosts, or the end of them, and whose they are. */
const providerByHost: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)openai\.azure\.com$|\.services\.ai\.azure\.com$|\.inference\.ai\.azure\.com$/, "azure"],
  [/(?:^|\.)openai\.com$/, "openai"],
  [/(?:^|\.)anthropic\.com$/, "anthropic"],
  [/^bedrock-runtime[.-].*amazonaws\.com(?:\.cn)?$/, "aws"],
  [/(?:^|[.-])(?:generativelanguage|aiplatform)\.googleapis\.com$/, "google"],
  [/(?:^|\.)cohere\.(?:com|ai)$/, "cohere"],
  [/(?:^|\.)mistral\.ai$/, "mistral"],
  [/(?:^|\.)groq\.com$/, "groq"],
  [/(?:^|\.)deepseek\.com$/, "deepseek"],
  [/(?:^|\.)x\.ai$/, "x-ai"],
  [/(?:^|\.)openrouter\.ai$/, "openrouter"],
  [/(?:^|\.)perplexity\.ai$/, "perplexity"],
  [/(?:^|\.)together\.(?:xyz|ai)$/, "together"],
  [/(?:^|\.)fireworks\.ai$/, "fireworks"],
  [/(?:^|\.)cerebras\.ai$/, "cerebras"],
  [/(?:^|\.)moonshot\.(?:ai|cn)$/, "moonshotai"],
  [/(?:^|\.)huggingface\.co$/, "huggingface"],
  [/(?:^|\.)replicate\.com$/, "replicate"],
  [/(?:^|\.)ml\.cloud\.ibm\.com$/, "watsonx"],
  [/(?:^|\.)aleph-alpha\.com$/, "aleph-alpha"],
  [/(?:^|\.)writer\.com$/, "writer"],
  [/(?:^|\.)voyageai\.com$/, "voyageai"],
  [/:11434$/, "ollama"],
];

/** Paths whose counts are no call's own: estimates, bills, sizes of caches, sums and results of batches. */
const countingPath =
  /count[-_]?tokens|\/input_tokens$|\/tokenize|\/organization\/|\/usage(?:\/|$)|\/cachedContents(?:\/|$)|\/batches(?:\/|$)|\/files\//i;

/** Paths where things are kept, whatever their last step is called. */
const storePath =
  /\/(?:assistants|files|uploads|vector_stores|fine_tuning|fine-tuning|threads|evals|conversations|containers|sessions|client_secrets)(?:\/|$)/;

/** Paths that run a model although they lie among stored things: runs of a thread, and models that are called by name. */
const runPath =
  /\/runs(?:\/[^/]+(?:\/(?:submit_tool_outputs|cancel))?)?$|:(?:stream)?generateContent$|:(?:predict|rawPredict|streamRawPredict|embedContent|batchEmbedContents)$/i;

const callPath =
  /\/(?:completions|complete|responses|messages|chat|generate|generate_stream|embeddings|embed|rerank|classify|moderations|speech|transcriptions|translations|generations|edits|variations|ocr|converse|converse-stream|invoke|invoke-with-response-stream|predictions|generation|generation_stream|interactions|summarize)$/;

const embeddingPath = /\/embed(?:dings?)?$|:(?:batchE|e)mbedContents?$/;

/** Reads an address; one that is none says nothing. */
export function readEndpoint(uri: string, method: string): Endpoint {
  const url = URL.parse(uri);
  if (url === null) return { provider: "", purpose: "unknown" };
  const path = decodePath(url.pathname).replace(/\/+$/, "");
  const provider = providerByHost.find(([host]) => host.test(url.host))?.[1] ?? "";
  return {
    provider,
    ...(embeddingPath.test(path) ? { apiFlavor: "embeddings" } : {}),
    ...modelOf(path),
    ...regionOf(url.host),
    purpose: purposeOf(path, method),
  };
}

/** Model ids in paths may hold slashes and colons that were escaped. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // An escape that is none: the path as it was sent still tells the endpoint.
  }
}

function purposeOf(path: string, method: string): Endpoint["purpose"] {
  if (countingPath.test(path)) return "counting";
  if (runPath.test(path)) return "call";
  if (storePath.test(path)) return "other";
  const isSending = method.toUpperCase() === "POST";
  if (callPath.test(path)) return isSending ? "call" : "unknown";
  return isSending ? "unknown" : "other";
}

/** Bedrock, Google and Azure name the model in the path; Azure by the name of a deployment, which is no model. */
function modelOf(path: string): { readonly model?: string } {
  const [, bedrock] = /^\/model\/(.+)\/(?:converse|invoke)[a-z-]*$/.exec(path) ?? [];
  const [, google] = /\/models\/([^/:]+):[A-Za-z]+$/.exec(path) ?? [];
  const model = bedrock?.replace(profilePrefix, "") ?? google;
  return model === undefined ? {} : { model };
}

/** What stands before the model in the name of a resource; an account's own profile names no model. */
const profilePrefix = /^arn:.*:(?:inference-profile|foundation-model)\//;

function regionOf(host: string): { readonly region?: string } {
  const [, aws] = /^bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com/.exec(host) ?? [];
  const [, google] = /^([a-z0-9-]+)-aiplatform\.googleapis\.com$/.exec(host) ?? [];
  const region = aws ?? google;
  return region === undefined ? {} : { region };
}
