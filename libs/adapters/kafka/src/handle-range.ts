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
  const { handler, backOff, signal, log, metrics } = options;
  metrics?.received(range.messages.length);
  const reportFailure = (error: unknown, attempt: number): void => {
    metrics?.errored(errorCode(error));
    log.warn("a range could not be stored; it will be tried again", {
      ...rangeFields(range),
      attempt,
      error: describeError(error),
    });
  };
  await retryUntilDone(() => handler(range, signal), { backOff, signal, onFailure: reportFailure });
  metrics?.sent(range.messages.length);
}

function rangeFields({ topic, partition, firstOffset, lastOffset }: MessageRange): Record<string, string | number> {
  return { topic, partition, firstOffset: String(firstOffset), lastOffset: String(lastOffset) };
}
