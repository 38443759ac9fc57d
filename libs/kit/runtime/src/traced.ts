import { SpanStatusCode, type Attributes, type Tracer } from "@opentelemetry/api";

import { errorCode } from "./errors.ts";

/** Runs one batch's work inside a span of Parapet's own trace. A failure marks the span by its code, never by content. */
export function traced<T>(tracer: Tracer, name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute("error.type", errorCode(error));
      throw error;
    } finally {
      span.end();
    }
  });
}
