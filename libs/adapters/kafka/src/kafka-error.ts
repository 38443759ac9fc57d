/** The Kafka protocol's name of an error, which kafkajs may have wrapped in others after its own retries. */
function kafkaErrorType(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("type" in error && typeof error.type === "string") return error.type;
  return kafkaErrorType(error.cause);
}

const fencingTypes: ReadonlySet<string | undefined> = new Set([
  "ILLEGAL_GENERATION",
  "UNKNOWN_MEMBER_ID",
  "REBALANCE_IN_PROGRESS",
  "FENCED_INSTANCE_ID",
]);

/** Whether the group has moved on without this member, so that what it holds belongs to another now. */
export function isFenced(error: unknown): boolean {
  return fencingTypes.has(kafkaErrorType(error));
}
