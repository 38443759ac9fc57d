import { seededRandom } from "@parapet/random";

import { SpanBatchDecoder } from "../../batch/span-batch-decoder.ts";
import { hostileMessage } from "./hostile-message.ts";
import { judgeMessage } from "./judge-message.ts";

/** One message that we made something wrong of; its seed makes it again. */
interface FuzzFailure {
  readonly seed: number;
  readonly complaint: string;
}

export interface FuzzReport {
  readonly messages: number;
  readonly bytes: number;
  readonly slowestMs: number;
  readonly slowestSeed: number;
  readonly failures: readonly FuzzFailure[];
}

/** More would say the same. */
const MAX_FAILURES = 8;
/** The time that a message may take, on a busy machine: a fixed part, and one by its size. */
const MAX_MS = 1_000;
const MAX_MS_PER_BYTE = 0.02;

/** Makes and judges messages from `firstSeed` on until `isOver`; `nowMs` tells the time. */
export function runFuzz(firstSeed: number, isOver: (messages: number) => boolean, nowMs: () => number): FuzzReport {
  const decoders = [new SpanBatchDecoder(), new SpanBatchDecoder({ content: true })];
  const failures: FuzzFailure[] = [];
  const report = { messages: 0, bytes: 0, slowestMs: 0, slowestSeed: firstSeed, failures };
  for (let seed = firstSeed; !isOver(report.messages) && failures.length < MAX_FAILURES; seed += 1) {
    const message = hostileMessage(seededRandom(seed));
    const startedMs = nowMs();
    const complaint = complaintAbout(message, decoders);
    const tookMs = nowMs() - startedMs;
    report.messages += 1;
    report.bytes += message.length;
    if (tookMs > report.slowestMs) Object.assign(report, { slowestMs: tookMs, slowestSeed: seed });
    if (complaint !== null) failures.push({ seed, complaint });
    else if (tookMs > MAX_MS + message.length * MAX_MS_PER_BYTE) failures.push({ seed, complaint: "took too long" });
  }
  return report;
}

function complaintAbout(message: Uint8Array, decoders: readonly SpanBatchDecoder[]): string | null {
  try {
    return judgeMessage(message, ...decoders);
  } catch (error) {
    // A throw is what is looked for; where it came from is enough to find it again.
    return `threw ${error instanceof Error ? (error.stack ?? error.message).slice(0, 240) : "a value"}`;
  }
}
