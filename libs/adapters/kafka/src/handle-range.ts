import type { MessageRange, RangeHandler } from "@parapet/delivery";
import {
  type BackOff,
  describeError,
  errorCode,
  type Logger,
  retryUntilDone,
  type StageMetrics,
} from "@parapet/runtime";

export interface HandleOptions {
  readonly handler: RangeHandler;
  readonly backOff: BackOff;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly metrics?: StageMetrics;
}

export const defaultBackOff: BackOff = { initialMs: 100, maxMs: 10_000 };

/** Gives the same range to the handler until it is stored; throws only the abort reason of `signal`. */
export async function handleUntilStored(range: MessageRange, options: HandleOptions): Promise<void> {
  const { handler, backOff, signal, metrics } = options;
  metrics?.received(range.messages.length);
  const onFailure = (error: unknown, attempt: number): void => reportFailure(range, options, { error, attempt });
  await retryUntilDone(() => handler(range, signal), { backOff, signal, onFailure });
  metrics?.sent(range.messages.length);
}

/** Counts and logs that an attempt to store the range has failed and will be repeated. */
export function reportFailure(
  range: MessageRange,
  { log, metrics }: Pick<HandleOptions, "log" | "metrics">,
  { error, attempt }: { readonly error: unknown; readonly attempt: number },
): void {
  metrics?.errored(errorCode(error));
  log.warn("a range could not be stored; it will be tried again", {
    topic: range.topic,
    partition: range.partition,
    firstOffset: String(range.firstOffset),
    lastOffset: String(range.lastOffset),
    attempt,
    error: describeError(error),
  });
}
