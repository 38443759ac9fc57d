import { createFactCollector } from "../facts/collect-facts.ts";
import type { Dialect } from "../facts/dialect.ts";
import { general } from "./general.ts";
import { genkit } from "./genkit.ts";
import { googleAdk } from "./google-adk.ts";
import { inferenceEngines } from "./inference-engines.ts";
import { langfuse } from "./langfuse.ts";
import { langsmith } from "./langsmith.ts";
import { livekit } from "./livekit.ts";
import { liteLlm } from "./litellm.ts";
import { mlflow } from "./mlflow.ts";
import { openInference } from "./openinference.ts";
import { openLlmetry } from "./openllmetry.ts";
import { openRouter } from "./openrouter.ts";
import { otelGenAi } from "./otel-genai.ts";
import { pydanticAi } from "./pydantic-ai.ts";
import { vercelAiSdk } from "./vercel-ai-sdk.ts";

/** Where two tell one fact differently, the earlier in this list wins. */
export const dialects: readonly Dialect[] = [
  langfuse,
  vercelAiSdk,
  liteLlm,
  openRouter,
  otelGenAi,
  pydanticAi,
  googleAdk,
  genkit,
  livekit,
  langsmith,
  inferenceEngines,
  openLlmetry,
  mlflow,
  openInference,
  general,
];

/** Reads the facts of a span in any dialect. */
export const collectFacts = createFactCollector(dialects);
