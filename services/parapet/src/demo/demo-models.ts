/** How one model behaves in the demo. Prices are nobody's business here: they are found by provider and name. */
export interface DemoModel {
  readonly provider: string;
  /** The provider's name before `gen_ai.provider.name`, in `gen_ai.system`. */
  readonly legacySystem: string;
  readonly requestModel: string;
  readonly responseModel: string;
  readonly serverAddress: string;
  readonly ttftMedianMs: number;
  readonly millisecondsPerToken: number;
}

export const gpt4oMini: DemoModel = {
  provider: "openai",
  legacySystem: "openai",
  requestModel: "gpt-4o-mini",
  responseModel: "gpt-4o-mini-2024-07-18",
  serverAddress: "api.openai.com",
  ttftMedianMs: 380,
  millisecondsPerToken: 11,
};

export const claudeSonnet: DemoModel = {
  provider: "anthropic",
  legacySystem: "anthropic",
  requestModel: "claude-sonnet-4-5",
  responseModel: "claude-sonnet-4-5-20250929",
  serverAddress: "api.anthropic.com",
  ttftMedianMs: 720,
  millisecondsPerToken: 16,
};

export const geminiFlash: DemoModel = {
  provider: "gcp.gemini",
  legacySystem: "gemini",
  requestModel: "gemini-2.5-flash",
  responseModel: "gemini-2.5-flash",
  serverAddress: "generativelanguage.googleapis.com",
  ttftMedianMs: 410,
  millisecondsPerToken: 6,
};

/** Served by the demo's own vLLM: nobody sells its tokens, so it has no price. */
export const selfHostedLlama: DemoModel = {
  provider: "vllm",
  legacySystem: "vllm",
  requestModel: "acme/support-llama-8b",
  responseModel: "acme/support-llama-8b",
  serverAddress: "vllm-0.inference.svc",
  ttftMedianMs: 180,
  millisecondsPerToken: 14,
};
