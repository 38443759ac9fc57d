import { chance, pick, seededRandom, type Random } from "@parapet/random";

import { WorldTime } from "./world-time.ts";

/** Parts of the design that a negative control leaves out, and properties of the store that it takes away. */
export const safeguards = [
  "intent",
  "token",
  "token_shared_by_tables",
  "age_fence",
  "age_fence_between_tables",
  "wall_clock_in_fence",
  "epoch_fence",
  "recheck",
  "recheck_by_stream",
  "recheck_of_forgotten_group",
  "topic_id",
  "topic_id_at_end",
  "content_count",
  "encoding",
  "settling",
  "new_generation_after_stray_commit",
  "window_longer_than_dedup_safe",
] as const;
export type Safeguard = (typeof safeguards)[number];

/** What takes the place of topics' ids where they are left out. */
export const NO_TOPIC_ID = "life";

/** What every part of a simulated world shares: one source of chance, one order of time, one list of what went wrong. */
export class World {
  readonly random: Random;
  readonly time = new WorldTime();
  /** How often each kind of fault happened. */
  readonly faults = new Map<string, number>();
  /** Null unless the world is to be told. */
  readonly trace: string[] | null;
  readonly #missing: ReadonlySet<Safeguard>;
  /** How likely requests are to fail, and how long answers take: each world has a temper of its own. */
  readonly commitFaults: number;
  readonly insertFaults: number;
  readonly metadataMs: number;
  /** How likely a process is frozen right before an insert. */
  readonly freezes: number;
  /** How likely a process comes back as another version, or with other settings. */
  readonly upgrades: number;
  /** Whether faults happen at all. */
  isStormy = true;
  faultCount = 0;

  constructor(seed: number, { without = [], isTraced = false }: WorldOptions = {}) {
    this.random = seededRandom(seed);
    this.#missing = new Set(without);
    this.commitFaults = pick(this.random, [0.02, 0.1, 0.3]);
    this.insertFaults = pick(this.random, [0.05, 0.2, 0.5]);
    this.metadataMs = pick(this.random, [40, 40, 2_000]);
    this.freezes = pick(this.random, [0.005, 0.05, 0.15]);
    this.upgrades = pick(this.random, [0, 0, 0, 0.2]);
    this.trace = isTraced ? [] : null;
  }

  has(safeguard: Safeguard): boolean {
    return !this.#missing.has(safeguard);
  }

  /** Whether this goes wrong now; counted if it does. */
  strikes(kind: string, probability: number): boolean {
    if (!this.isStormy || !chance(this.random, probability)) return false;
    this.countFault(kind);
    return true;
  }

  /** Which of these goes wrong, if any: each has the same chance. */
  strikesOneOf<T extends string>(subject: string, kinds: readonly T[], probability: number): T | null {
    if (!this.isStormy || !chance(this.random, probability)) return null;
    const kind = pick(this.random, kinds);
    this.countFault(`${subject}_${kind}`);
    return kind;
  }

  countFault(kind: string): void {
    this.faultCount += 1;
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  /** Adds a line to the story of this world; the text is made only when somebody listens. */
  tell(text: () => string): void {
    this.trace?.push(`${String(this.time.nowMs).padStart(9)} ms  ${text()}`);
  }
}

export interface WorldOptions {
  readonly without?: readonly Safeguard[];
  readonly isTraced?: boolean;
}
