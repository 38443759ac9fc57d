/** A half-open span of time, milliseconds since the epoch. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

const SHORTEST_MS = 1_000;

/**
 * Cuts a window into consecutive ones with at most `maxRows` rows each, as far as a second allows. Halving at fixed
 * places: the same rows give the same windows.
 */
export async function* windowsOf(
  window: TimeWindow,
  maxRows: number,
  countRows: (window: TimeWindow) => Promise<number>,
): AsyncGenerator<TimeWindow> {
  const rows = await countRows(window);
  if (rows === 0) return;
  const { fromMs, toMs } = window;
  if (rows <= maxRows || toMs - fromMs <= SHORTEST_MS) {
    yield window;
    return;
  }
  const middle = fromMs + Math.ceil((toMs - fromMs) / 2);
  yield* windowsOf({ fromMs, toMs: middle }, maxRows, countRows);
  yield* windowsOf({ fromMs: middle, toMs }, maxRows, countRows);
}
