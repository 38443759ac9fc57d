import { defaultPolicy, thresholdOf } from "@parapet/policy";

import type { Canary } from "./canaries.ts";

/** What is to be known of weights from elsewhere. */
interface OwnThreshold {
  readonly detector: string;
  readonly threshold: number;
}

/**
 * The score above which a detector finds where no policy says otherwise: of weights from elsewhere their own; of the models
 * that ship that of the default policy, which their manifests repeat.
 */
export function detectorThreshold({ detector, answer }: Canary, own: readonly OwnThreshold[]): number {
  const replaced = own.find((model) => model.detector === detector);
  return replaced?.threshold ?? thresholdOf(defaultPolicy, detector, answer === "" ? "input" : "output");
}
