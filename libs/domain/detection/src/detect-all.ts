import type { Detection, Detector, DetectorInput } from "./detector.ts";
import { isScore } from "./is-flagged.ts";

/**
 * Asks every detector about every text, all detectors at once, and gives for each text its detections in the order of
 * the detectors. It always answers, and as soon as `deadline` aborts at the latest: a detector that throws, answers with
 * a wrong length, gives a score that is none, or has not answered by then counts as `failed`, the others stand.
 *
 * A deadline is a signal, as in `AbortSignal.any([request, AbortSignal.timeout(50)])`; detectors get the same signal.
 */
export async function detectAll(
  detectors: readonly Detector[],
  inputs: readonly DetectorInput[],
  deadline: AbortSignal,
): Promise<readonly (readonly Detection[])[]> {
  if (inputs.length === 0) return [];
  const answers = await Promise.all(detectors.map((detector) => detectOne(detector, inputs, deadline)));
  return inputs.map((_, row) => answers.flatMap((answer) => answer[row] ?? []));
}

/** The verdict of one detector on all texts: exactly one detection for each, whatever the detector does. */
async function detectOne(
  detector: Detector,
  inputs: readonly DetectorInput[],
  deadline: AbortSignal,
): Promise<readonly Detection[]> {
  const failed = failedDetection(detector);
  const answer = await answerBefore(deadline, async () => detector.detect(inputs, deadline));
  if (answer?.length !== inputs.length) return inputs.map(() => failed);
  return answer.map((detection) => (isSound(detection) ? detection : failed));
}

function failedDetection({ name, modelVersion }: Detector): Detection {
  return { detector: name, modelVersion, status: "failed", score: null, findings: [] };
}

/** A model gone wrong answers NaN; such a detection says nothing and must not look like a low score. */
function isSound({ score, findings }: Detection): boolean {
  return (score === null || isScore(score)) && findings.every((finding) => isScore(finding.score));
}

/** The answer of `ask` (which must not throw outside its promise), or null when it fails or `deadline` comes first. */
function answerBefore<T>(deadline: AbortSignal, ask: () => Promise<T>): Promise<T | null> {
  if (deadline.aborted) return Promise.resolve(null);
  return new Promise((resolve) => {
    const settle = (answer: T | null): void => {
      deadline.removeEventListener("abort", giveUp);
      resolve(answer);
    };
    const giveUp = (): void => settle(null);
    deadline.addEventListener("abort", giveUp, { once: true });
    ask().then(settle, giveUp);
  });
}
