/** Why a message or span cannot be stored as a row. A bounded set: metric label and `dead_letters.reason`. */
export const deadLetterReasons = [
  "empty_message",
  "undecodable_protobuf",
  "undecodable_json",
  "unknown_encoding",
  "other_signal",
  "message_too_large",
  "too_many_spans",
  "nested_too_deep",
  "invalid_span_id",
  "processing_failed",
] as const;
export type DeadLetterReason = (typeof deadLetterReasons)[number];

export type Outcome<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "dead_letter"; readonly reason: DeadLetterReason };

export function ok<T>(value: T): Outcome<T> {
  return { kind: "ok", value };
}

export function deadLetter(reason: DeadLetterReason): {
  readonly kind: "dead_letter";
  readonly reason: DeadLetterReason;
} {
  return { kind: "dead_letter", reason };
}
