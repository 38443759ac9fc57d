/** One part of a chat message, after the OpenTelemetry GenAI message schema. */
export interface MessagePart {
  /** `text`, `reasoning`, `tool_call`, `tool_call_response`, `blob`, `file`, `uri`, … */
  readonly type: string;
  /** Text of `text` and `reasoning` parts. */
  readonly content?: string;
  readonly id?: string;
  readonly name?: string;
  /** Arguments of a `tool_call`: a JSON value, or the raw string where it was not JSON. */
  readonly arguments?: unknown;
  /** Answer of a `tool_call_response`. */
  readonly response?: unknown;
  readonly [key: string]: unknown;
}

export interface ChatMessage {
  /** `system`, `user`, `assistant`, `tool`, … as the sender named it. */
  readonly role: string;
  readonly parts: readonly MessagePart[];
  readonly finish_reason?: string;
}
