import { NO_DIALECT } from "../collect-facts.ts";
import { textAlias } from "../dialect.ts";
import type { Dialect } from "../dialect.ts";

/** OpenTelemetry attributes of any span, GenAI or not. */
export const general: Dialect = {
  name: NO_DIALECT,
  markers: [],
  aliases: [
    textAlias("sessionId", "session.id"),
    textAlias("userId", "user.id", "enduser.id"),
    textAlias("errorType", "error.type"),
    textAlias("serverAddress", "server.address", "net.peer.name"),
  ],
  derive({ span, fallback }) {
    const exception = span.events.findLast(({ name }) => name === "exception");
    const type = exception?.attributes.get("exception.type");
    if (typeof type === "string" && type !== "") fallback("errorType", type);
  },
};
