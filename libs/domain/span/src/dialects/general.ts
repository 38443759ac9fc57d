import { NO_DIALECT } from "../facts/collect-facts.ts";
import { alias, textAlias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import type { SpanEvent } from "../otlp/otlp-span.ts";
import { regionOfHost } from "../facts/region-of-host.ts";

const environmentKeys = ["deployment.environment.name", "deployment.environment"];

/** OpenTelemetry attributes of any span, GenAI or not. */
export const general: Dialect = {
  name: NO_DIALECT,
  markers: [],
  aliases: [
    textAlias("sessionId", "session.id"),
    textAlias("userId", "user.id", "enduser.id"),
    textAlias("errorType", "error.type"),
    textAlias("serverAddress", "server.address", "net.peer.name"),
    // On a span it is the region of the service that was called; on a resource, that of the caller.
    textAlias("region", "cloud.region", "aws.region"),
    alias("region", regionOfHost, ["server.address", "net.peer.name"]),
    textAlias("environment", ...environmentKeys),
    textAlias("release", "service.version"),
  ],
  resourceAliases: [textAlias("environment", ...environmentKeys), textAlias("release", "service.version")],
  readEvents: readException,
};

/** The type of the last exception; its message and stack stay in the event. */
function readException({ span, fallback }: DialectContext): readonly SpanEvent[] {
  const exception = span.events.findLast(({ name }) => name === "exception");
  const type = exception?.attributes.get("exception.type");
  if (typeof type === "string" && type !== "") fallback("errorType", type);
  return [];
}
