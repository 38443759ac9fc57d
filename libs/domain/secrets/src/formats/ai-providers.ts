import { base62, base64Url, hex, letters, lowerAlphanumeric, oneOf, uuid } from "../form.ts";
import { tokensOf, type TokenRow } from "../token-row.ts";

/** Base 64 of "OpenAI", which stands in the middle of its keys. */
const openAiMark = "T3BlbkFJ";

/** Models, vectors, traces and tools of machine learning. */
export const aiProviders: readonly TokenRow[] = [
  ...tokensOf("Anthropic", "https://platform.claude.com/docs/en/api/overview", {
    ANTHROPIC_API_KEY: { form: ["sk-ant-api03-", base64Url(93), "AA"] },
    ANTHROPIC_ADMIN_KEY: { form: ["sk-ant-admin01-", base64Url(93), "AA"] },
    ANTHROPIC_OAUTH_TOKEN: { form: ["sk-ant-oat01-", base64Url(80, 120)] },
    ANTHROPIC_REFRESH_TOKEN: { form: ["sk-ant-ort01-", base64Url(80, 120)] },
  }),
  ...tokensOf("OpenAI", "https://platform.openai.com/docs/api-reference/authentication", {
    OPENAI_API_KEY: { form: ["sk-", base62(20), openAiMark, base62(20)] },
    OPENAI_PROJECT_KEY: { form: ["sk-proj-", base64Url(20, 80), openAiMark, base64Url(20, 80)] },
    OPENAI_SERVICE_ACCOUNT_KEY: { form: ["sk-svcacct-", base64Url(20, 80), openAiMark, base64Url(20, 80)] },
    OPENAI_ADMIN_KEY: { form: ["sk-admin-", base64Url(20, 80), openAiMark, base64Url(20, 80)] },
  }),
  ...tokensOf("Hugging Face", "https://huggingface.co/docs/hub/security-tokens", {
    HUGGINGFACE_USER_TOKEN: { form: ["hf_", base62(34)] },
    HUGGINGFACE_ORGANIZATION_TOKEN: { form: ["api_org_", letters(34)] },
  }),
  ...tokensOf("Groq", "https://console.groq.com/docs/quickstart", { GROQ_API_KEY: { form: ["gsk_", base62(52)] } }),
  ...tokensOf("Mistral AI", "https://docs.mistral.ai/getting-started/quickstart", {
    MISTRAL_API_KEY: { form: [base62(32)], near: ["mistral"] },
  }),
  ...tokensOf("Cohere", "https://docs.cohere.com/docs/rate-limits", {
    COHERE_API_KEY: { form: [base62(40)], near: ["cohere", "co_api_key"] },
  }),
  ...tokensOf("xAI", "https://docs.x.ai/docs/tutorial", { XAI_API_KEY: { form: ["xai-", base62(80)] } }),
  ...tokensOf("Perplexity", "https://docs.perplexity.ai/getting-started/api-groups", {
    PERPLEXITY_API_KEY: { form: ["pplx-", base62(48)] },
  }),
  ...tokensOf("Replicate", "https://replicate.com/docs/reference/http", {
    REPLICATE_API_TOKEN: { form: ["r8_", base62(37)] },
  }),
  ...tokensOf("DeepSeek", "https://api-docs.deepseek.com/", {
    DEEPSEEK_API_KEY: { form: ["sk-", hex(32)], near: ["deepseek"] },
  }),
  ...tokensOf("Alibaba Model Studio", "https://www.alibabacloud.com/help/en/model-studio/get-api-key", {
    DASHSCOPE_API_KEY: { form: ["sk-", hex(32)], near: ["dashscope", "qwen", "model studio"] },
  }),
  ...tokensOf("Moonshot AI", "https://platform.moonshot.ai/docs/introduction", {
    MOONSHOT_API_KEY: { form: ["sk-", base62(48)], near: ["moonshot", "kimi"] },
  }),
  ...tokensOf("Z.ai", "https://docs.z.ai/guides/overview/quick-start", {
    ZAI_API_KEY: { form: [hex(32), ".", base62(16)], near: ["zhipu", "zai_", "bigmodel", "glm", "z.ai"] },
  }),
  ...tokensOf("OpenRouter", "https://openrouter.ai/docs/api-reference/authentication", {
    OPENROUTER_API_KEY: { form: ["sk-or-v1-", hex(64)] },
  }),
  ...tokensOf("Together AI", "https://docs.together.ai/docs/quickstart", {
    TOGETHER_API_KEY: { form: ["tgp_v1_", base64Url(43)] },
    TOGETHER_LEGACY_KEY: { form: [hex(64)], near: ["together_api", "togetherai", "together.ai", "together ai"] },
  }),
  ...tokensOf("Fireworks AI", "https://docs.fireworks.ai/getting-started/quickstart", {
    FIREWORKS_API_KEY: { form: ["fw_", base62(22, 24)] },
  }),
  ...tokensOf("Anyscale", "https://docs.anyscale.com/reference/quickstart-cli", {
    ANYSCALE_API_KEY: { form: ["esecret_", base62(24, 40)] },
  }),
  ...tokensOf("Cerebras", "https://inference-docs.cerebras.ai/quickstart", {
    CEREBRAS_API_KEY: { form: ["csk-", lowerAlphanumeric(48)] },
  }),
  ...tokensOf("SambaNova", "https://docs.sambanova.ai/docs/en/get-started/api-keys-urls", {
    SAMBANOVA_API_KEY: { form: uuid, near: ["sambanova"] },
  }),
  ...tokensOf("NVIDIA", "https://docs.nvidia.com/ngc/latest/ngc-user-guide.html", {
    NVIDIA_API_KEY: { form: ["nvapi-", base64Url(60, 70)] },
  }),
  ...tokensOf("ElevenLabs", "https://elevenlabs.io/docs/api-reference/authentication", {
    ELEVENLABS_API_KEY: { form: ["sk_", hex(48)] },
  }),
  ...tokensOf("AssemblyAI", "https://www.assemblyai.com/docs/faq/how-to-get-your-api-key", {
    ASSEMBLYAI_API_KEY: { form: [hex(32)], near: ["assemblyai", "assembly_ai"] },
  }),
  ...tokensOf("Deepgram", "https://developers.deepgram.com/docs/create-additional-api-keys", {
    DEEPGRAM_API_KEY: { form: [hex(40)], near: ["deepgram"] },
  }),
  ...tokensOf("Stability AI", "https://platform.stability.ai/docs/api-reference", {
    STABILITY_API_KEY: { form: ["sk-", base62(48)], near: ["stability", "dreamstudio"] },
  }),
  ...tokensOf("Jina AI", "https://jina.ai/embeddings/", { JINA_API_KEY: { form: ["jina_", base64Url(60)] } }),
  ...tokensOf("Voyage AI", "https://docs.voyageai.com/docs/api-key-and-installation", {
    VOYAGE_API_KEY: { form: ["pa-", base64Url(43)] },
  }),
  ...tokensOf("Pinecone", "https://docs.pinecone.io/guides/projects/manage-api-keys", {
    PINECONE_API_KEY: { form: ["pcsk_", base62(5, 6), "_", base62(63)] },
    PINECONE_LEGACY_KEY: { form: uuid, near: ["pinecone"] },
  }),
  ...tokensOf("LangSmith", "https://docs.langchain.com/langsmith/create-account-api-key", {
    LANGSMITH_PERSONAL_TOKEN: { form: ["lsv2_pt_", hex(32), "_", hex(10)] },
    LANGSMITH_SERVICE_KEY: { form: ["lsv2_sk_", hex(32), "_", hex(10)] },
    LANGSMITH_LEGACY_KEY: { form: ["ls__", hex(32)] },
  }),
  ...tokensOf("Langfuse", "https://langfuse.com/docs/observability/get-started", {
    LANGFUSE_SECRET_KEY: { form: ["sk-lf-", ...uuid] },
  }),
  ...tokensOf("LlamaIndex", "https://developers.llamaindex.ai/python/cloud/general/api_key/", {
    LLAMA_CLOUD_API_KEY: { form: ["llx-", base62(48)] },
  }),
  ...tokensOf("Weights & Biases", "https://docs.wandb.ai/support/find_api_key/", {
    WANDB_API_KEY: { form: [hex(40)], near: ["wandb", "weights_and_biases"] },
  }),
  ...tokensOf("Comet", "https://www.comet.com/docs/v2/guides/experiment-management/configure-sdk/", {
    COMET_API_KEY: { form: [base62(25)], near: ["comet"] },
  }),
  ...tokensOf("RunPod", "https://docs.runpod.io/get-started/api-keys", {
    RUNPOD_API_KEY: { form: ["rpa_", base62(38, 50)] },
  }),
  ...tokensOf("Modal", "https://modal.com/docs/reference/modal.config", {
    MODAL_TOKEN_SECRET: { form: ["as-", base62(22)] },
    MODAL_TOKEN_ID: { form: ["ak-", base62(22)] },
  }),
  ...tokensOf("Baseten", "https://docs.baseten.co/observability/api-keys", {
    BASETEN_API_KEY: { form: [base62(8), ".", base62(32)], near: ["baseten"] },
  }),
  ...tokensOf("fal", "https://docs.fal.ai/model-apis/authentication", {
    FAL_API_KEY: { form: [...uuid, ":", hex(32)], near: ["fal_", "fal.ai", "fal ai"] },
  }),
  ...tokensOf("Tavily", "https://docs.tavily.com/documentation/quickstart", {
    TAVILY_API_KEY: { form: ["tvly-", oneOf("dev-", "prod-", ""), base62(32)] },
  }),
  ...tokensOf("Exa", "https://docs.exa.ai/reference/getting-started", {
    EXA_API_KEY: { form: uuid, near: ["exa_api", "exa api", "exa-api"] },
  }),
  ...tokensOf("Firecrawl", "https://docs.firecrawl.dev/introduction", {
    FIRECRAWL_API_KEY: { form: ["fc-", hex(32)] },
  }),
  ...tokensOf("E2B", "https://e2b.dev/docs/api-key", { E2B_API_KEY: { form: ["e2b_", hex(40)] } }),
  ...tokensOf("Mem0", "https://docs.mem0.ai/platform/quickstart", { MEM0_API_KEY: { form: ["m0-", base62(40)] } }),
  ...tokensOf("Letta", "https://docs.letta.com/quickstart", {
    LETTA_API_KEY: { form: ["sk-let-", base64Url(60, 140)] },
  }),
  ...tokensOf("Runway", "https://docs.dev.runwayml.com/guides/setup/", {
    RUNWAY_API_KEY: { form: ["key_", hex(128)] },
  }),
  ...tokensOf("Cursor", "https://cursor.com/docs/background-agent/api/endpoints", {
    CURSOR_API_KEY: { form: ["key_", hex(64)] },
  }),
  ...tokensOf("Roboflow", "https://docs.roboflow.com/developer/authentication/find-your-roboflow-api-key", {
    ROBOFLOW_API_KEY: { form: [base62(20)], near: ["roboflow"] },
  }),
  ...tokensOf("Scale AI", "https://scale.com/docs/authentication", {
    SCALE_API_KEY: { form: [oneOf("live_", "test_"), hex(32)], near: ["scale_api", "scaleai", "scale_ai", "scaleapi"] },
  }),
];
