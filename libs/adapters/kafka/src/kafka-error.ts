import type { CommitFailure } from "@parapet/delivery";
import { errorCode } from "@parapet/runtime";

/** How deep causes are followed: they may be a circle. */
const MAX_CAUSES = 8;

/**
 * The Kafka protocol's name of an error. kafkajs wraps a broker's answer in errors of its own
 * (`KafkaJSNonRetriableError`, `KafkaJSNumberOfRetriesExceeded`) whose names say nothing of what the broker said.
 */
function protocolErrorOf(error: unknown, depth = MAX_CAUSES): string | undefined {
  if (!(error instanceof Error) || depth === 0) return undefined;
  if ("type" in error && typeof error.type === "string") return error.type;
  return protocolErrorOf(error.cause, depth - 1);
}

/** What kafkajs calls whatever it has given up to repeat, or never repeats. */
const wrappers: ReadonlySet<string> = new Set([
  "KafkaJSError",
  "KafkaJSNonRetriableError",
  "KafkaJSNumberOfRetriesExceeded",
]);

/** The broker's name of what went wrong, such as `TOPIC_AUTHORIZATION_FAILED`; without one the code of the first cause. */
export function kafkaErrorCode(error: unknown): string {
  return protocolErrorOf(error) ?? errorCode(unwrapped(error));
}

function unwrapped(error: unknown, depth = MAX_CAUSES): unknown {
  const isWrapper = error instanceof Error && wrappers.has(error.name) && error.cause instanceof Error;
  return isWrapper && depth > 0 ? unwrapped(error.cause, depth - 1) : error;
}

const fencingErrors: ReadonlySet<string | undefined> = new Set([
  "ILLEGAL_GENERATION",
  "UNKNOWN_MEMBER_ID",
  "REBALANCE_IN_PROGRESS",
  "FENCED_INSTANCE_ID",
]);

/** Whether the group has moved on without this member, so that what it holds belongs to another now. */
function isFenced(error: unknown): boolean {
  return fencingErrors.has(protocolErrorOf(error));
}

/** Answers by which a coordinator says that it did not even try. Others may mean that it did, and did not see the end. */
const refusals: ReadonlySet<string | undefined> = new Set([
  "GROUP_LOAD_IN_PROGRESS",
  "GROUP_AUTHORIZATION_FAILED",
  "INVALID_COMMIT_OFFSET_SIZE",
  "INVALID_GROUP_ID",
  "NOT_COORDINATOR_FOR_GROUP",
  "OFFSET_METADATA_TOO_LARGE",
  "TOPIC_AUTHORIZATION_FAILED",
  "UNKNOWN_TOPIC_OR_PARTITION",
]);

/** What a failed commit says of whether it has taken effect, or still may. */
export function commitFailureOf(error: unknown): CommitFailure {
  if (isFenced(error)) return "fenced";
  return refusals.has(protocolErrorOf(error)) ? "refused" : "unknown";
}
