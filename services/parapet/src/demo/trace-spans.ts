import type { OtlpSpan } from "@parapet/span";

import type { DemoTrace } from "./demo-trace.ts";
import { legacyGenAiSpans } from "./dialect-otel-genai-legacy.ts";
import { otelGenAiSpans } from "./dialect-otel-genai.ts";
import { openInferenceSpans } from "./dialect-openinference.ts";

/** The spans of a trace in the dialect of its application; a parent comes before its children. */
export function traceSpans(trace: DemoTrace): readonly OtlpSpan[] {
  switch (trace.app.dialect) {
    case "otel_genai":
      return otelGenAiSpans(trace);
    case "otel_genai_legacy":
      return legacyGenAiSpans(trace);
    case "openinference":
      return openInferenceSpans(trace);
    default:
      return trace.app.dialect satisfies never;
  }
}
