/** How busy the demo's inference node is. Every figure is a function of time alone, so history and live agree. */
export interface EngineLoad {
  readonly kvUsageRatio: number;
  readonly running: number;
  readonly waiting: number;
  /** Since `startedMs`; never falls. */
  readonly requests: number;
  readonly preemptions: number;
  readonly promptTokens: number;
  readonly generationTokens: number;
  readonly prefixHitTokens: number;
}

export interface EngineTimes {
  /** When the demo starts, with the incident of that time. */
  readonly nowMs: number;
  /** When the engine started. */
  readonly startedMs: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Requests per second: mean, and swing of the daily wave. */
const REQUEST_RATE = { mean: 2.4, swing: 1.5 } as const;
const PROMPT_TOKENS_PER_REQUEST = 620;
const GENERATION_TOKENS_PER_REQUEST = 140;
const PREFIX_HIT_SHARE = 0.45;
const PREEMPTIONS_PER_SECOND = 0.6;

/** Under pressure the KV cache is full: a while every day at the peak, and around the start of the demo. */
const DAILY_PEAK = { fromMs: 14 * 60 * MINUTE_MS, untilMs: 14 * 60 * MINUTE_MS + 12 * MINUTE_MS } as const;
const INCIDENT = { fromMs: -11 * MINUTE_MS, untilMs: 15 * MINUTE_MS } as const;

export function engineLoadAt(timeMs: number, times: EngineTimes): EngineLoad {
  const isPressed = pressedMs(timeMs, timeMs + 1, times) > 0;
  const wave = dailyWave(timeMs);
  const ripple = Math.sin(timeMs / 47_000) * 0.04;
  const requests = requestsBetween(times.startedMs, timeMs);
  return {
    kvUsageRatio: isPressed ? 0.97 + ripple / 2 : 0.36 + 0.3 * wave + ripple,
    running: isPressed ? 64 : Math.round(20 + 16 * wave + 40 * ripple),
    waiting: isPressed ? Math.round(14 + 150 * ripple) + 7 : 0,
    requests: Math.floor(requests),
    preemptions: Math.floor((pressedMs(times.startedMs, timeMs, times) / 1_000) * PREEMPTIONS_PER_SECOND),
    promptTokens: Math.floor(requests * PROMPT_TOKENS_PER_REQUEST),
    generationTokens: Math.floor(requests * GENERATION_TOKENS_PER_REQUEST),
    prefixHitTokens: Math.floor(requests * PROMPT_TOKENS_PER_REQUEST * PREFIX_HIT_SHARE),
  };
}

/** In [-1, 1]; highest at 14:00 UTC. */
function dailyWave(timeMs: number): number {
  return Math.cos(angleOf(timeMs));
}

function angleOf(timeMs: number): number {
  return (2 * Math.PI * (timeMs - DAILY_PEAK.fromMs)) / DAY_MS;
}

/** Integral of the request rate `mean + swing·cos`, so that the counters grow as the wave says. */
function requestsBetween(fromMs: number, untilMs: number): number {
  const wave = ((Math.sin(angleOf(untilMs)) - Math.sin(angleOf(fromMs))) * DAY_MS) / (2 * Math.PI);
  return (REQUEST_RATE.mean * (untilMs - fromMs) + REQUEST_RATE.swing * wave) / 1_000;
}

/** Milliseconds of [fromMs, untilMs) that the engine was under pressure. */
function pressedMs(fromMs: number, untilMs: number, { nowMs }: EngineTimes): number {
  let total = overlap(fromMs, untilMs, { fromMs: nowMs + INCIDENT.fromMs, untilMs: nowMs + INCIDENT.untilMs });
  for (let dayMs = Math.floor(fromMs / DAY_MS) * DAY_MS; dayMs < untilMs; dayMs += DAY_MS) {
    total += overlap(fromMs, untilMs, { fromMs: dayMs + DAILY_PEAK.fromMs, untilMs: dayMs + DAILY_PEAK.untilMs });
  }
  return total;
}

function overlap(
  fromMs: number,
  untilMs: number,
  window: { readonly fromMs: number; readonly untilMs: number },
): number {
  return Math.max(0, Math.min(untilMs, window.untilMs) - Math.max(fromMs, window.fromMs));
}
