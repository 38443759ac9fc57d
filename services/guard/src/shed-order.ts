import { createHmac, randomBytes } from "node:crypto";

/**
 * What the guard leaves out as it falls behind, mildest first: nothing; the dearest detectors; all but a sample of traces;
 * every learned detector, so that what is sensitive, which the ingester looks for, is all that is found.
 */
export type ShedLevel = "full" | "priority" | "sample" | "patterns";

/** Shares of the greatest age at which a level begins. */
const BEGINS = { priority: 0.25, sample: 0.5, patterns: 1 } as const;
/** One trace in so many is looked at when only a sample is. */
const SAMPLE_OF = 4;
/** Bytes of the key that a process draws its sample with. */
const KEY_BYTES = 16;

/** The level for a message of that age. */
export function shedLevelOf(ageMs: number, maxAgeMs: number): ShedLevel {
  const share = ageMs / maxAgeMs;
  if (share > BEGINS.patterns) return "patterns";
  if (share > BEGINS.sample) return "sample";
  return share > BEGINS.priority ? "priority" : "full";
}

/**
 * Whether a trace is in the sample: all of its spans that a process reads are, or none. By a key that no sender knows: senders
 * choose the ids of traces, and could else choose such as are in no sample.
 */
export function createTraceSample(key: Uint8Array = randomBytes(KEY_BYTES)): (traceId: string) => boolean {
  return (traceId) => createHmac("sha256", key).update(traceId).digest().readUInt32BE(0) % SAMPLE_OF === 0;
}
