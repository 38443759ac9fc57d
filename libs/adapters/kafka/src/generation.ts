import type { Lane, LaneStart } from "./lane.ts";

/** The partitions of a topic-partition-keyed structure. */
export function partitionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

/** What this member holds between two joins of the group. Nothing of it outlives `ending`. */
export interface Generation {
  readonly ending: AbortController;
  readonly lanes: Map<string, Lane>;
  /** Partitions that may be read, once their committed offsets are known. */
  readonly starts: Map<string, LaneStart>;
}

export function createGeneration(): Generation {
  return { ending: new AbortController(), lanes: new Map(), starts: new Map() };
}
