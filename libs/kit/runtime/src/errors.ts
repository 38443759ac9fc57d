/**
 * The one error class of the project. `code` is from a bounded set and becomes a metric label; the message says what
 * happened, why, and what to do, and never holds user content.
 */
export class ParapetError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "ParapetError";
    this.code = code;
  }
}

/** The code of a thrown value, for a metric label: ours, Node's (`ECONNREFUSED`), or the error's name. */
export function errorCode(error: unknown): string {
  if (error instanceof ParapetError) return error.code;
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/** How deep causes are followed: they may be a circle. */
const MAX_CAUSES = 4;

/** A thrown value as one line for a log: code and message of the error, of its parts and of its causes. */
export function describeError(error: unknown): string {
  return describe(error, MAX_CAUSES).replaceAll(/\s*\n\s*/g, " ");
}

function describe(error: unknown, depth: number): string {
  if (!(error instanceof Error)) return String(error);
  const code = `${errorCode(error)}: `;
  const message = error.message.startsWith(code) ? error.message : `${code}${error.message}`;
  const own = `${message}${describeParts(error, depth)}`;
  return error.cause === undefined || depth === 0 ? own : `${own} (caused by ${describe(error.cause, depth - 1)})`;
}

function describeParts(error: Error, depth: number): string {
  if (!(error instanceof AggregateError) || depth === 0) return "";
  const parts: readonly unknown[] = error.errors;
  return ` [${parts.map((part) => describe(part, depth - 1)).join("; ")}]`;
}
