/** Why an answer yields no usage. A bounded set: metric label and documented table. */
export const noUsageReasons = [
  /** The call failed, so nothing was used that anybody counts. */
  "error_status",
  /** The answer is an error object, whatever its status says. */
  "error_body",
  /** Not a call of a model: files, assistants, threads, batches, lists of models, … */
  "not_inference",
  /** The call is still running; its usage comes with a later answer. */
  "not_finished",
  /** A stream that ended without telling its usage, as some do unless they are asked. */
  "stream_without_usage",
  /** An answer of a model that tells no usage. */
  "answer_without_usage",
  /** Billed by the piece, page, search or second: there are no tokens. */
  "not_in_tokens",
  "empty_body",
  /** Neither JSON nor a stream that could be read. */
  "unreadable_body",
  /** No flavour that is known speaks so. */
  "unknown_shape",
] as const;
export type NoUsageReason = (typeof noUsageReasons)[number];
