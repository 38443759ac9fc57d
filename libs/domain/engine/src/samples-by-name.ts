import type { Labels, MetricSample } from "./metric-sample.ts";

/** Finds samples by their exact name: a prefix of a name is another metric. */
export type SamplesByName = ReadonlyMap<string, readonly MetricSample[]>;

export function samplesByName(samples: readonly MetricSample[]): SamplesByName {
  const byName = new Map<string, MetricSample[]>();
  for (const sample of samples) addSample(byName, sample);
  return byName;
}

/** Adds in place: a payload may repeat one name as often as the limits allow. */
export function addSample(byName: Map<string, MetricSample[]>, sample: MetricSample): void {
  const known = byName.get(sample.name);
  if (known === undefined) byName.set(sample.name, [sample]);
  else known.push(sample);
}

/** The first of these labels that has a text; `""` when none has. */
export function firstLabel(labels: Labels, names: readonly string[]): string {
  for (const name of names) {
    const value = labels.get(name);
    if (value !== undefined && value !== "") return value;
  }
  return "";
}
