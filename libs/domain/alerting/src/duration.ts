import { z } from "zod";

/** A length of time as the rule's author wrote it, and what it means. */
export interface Duration {
  readonly text: string;
  readonly ms: number;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A Prometheus duration of seconds or more: `90s`, `5m`, `1h30m`, `7d`. */
export const durationSchema = z
  .string()
  .regex(/^(?:\d{1,6}[smhdw])+$/, "is no duration such as 30s, 5m, 1h30m or 7d")
  .transform(toDuration);

function toDuration(text: string): Duration {
  const parts = [...text.matchAll(/(\d+)([smhdw])/g)];
  const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ""] ?? 0), 0);
  return { text, ms };
}

/** A duration that must not be zero: a window over which something is counted. */
export const windowSchema = durationSchema.refine(({ ms }) => ms > 0, "must be longer than zero");
