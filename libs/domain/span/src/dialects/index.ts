import { createFactCollector } from "../collect-facts.ts";
import { general } from "./general.ts";
import { openInference } from "./openinference.ts";
import { otelGenAi } from "./otel-genai.ts";

/** Reads the facts of a span in any dialect. Where two tell one fact differently, the earlier in this list wins. */
export const collectFacts = createFactCollector([otelGenAi, openInference, general]);
