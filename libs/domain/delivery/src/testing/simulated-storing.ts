import { integerBetween } from "@parapet/random";

import { type FenceRules, insertToken, isOwnershipOver, type LaneAction, type LaneEvent } from "../index.ts";
import { encodingOf, type SimulatedProcess } from "./simulated-process.ts";
import type { SimulatedMessage, SimulatedStore } from "./simulated-store.ts";
import type { World } from "./world.ts";
import { storeTimes } from "./world-times.ts";

type StoreAction = Extract<LaneAction, { readonly kind: "store" }>;

export interface SimulatedStoringOptions {
  readonly world: World;
  readonly process: SimulatedProcess;
  readonly store: SimulatedStore;
  readonly generation: number;
  readonly partition: number;
  readonly topicId: string;
  readonly rules: FenceRules;
  /** Runs something later, unless the lane is over by then. */
  readonly after: (delayMs: number, run: () => void) => void;
  readonly meet: (event: LaneEvent) => void;
  readonly tell: (text: () => string) => void;
}

/** What a lane does to store a range: it is made into rows, and these go into one table after the other. */
export class SimulatedStoring {
  readonly #options: SimulatedStoringOptions;
  #messages: readonly SimulatedMessage[] = [];
  #attempts = 0;

  constructor(options: SimulatedStoringOptions) {
    this.#options = options;
  }

  store(action: StoreAction, messages: readonly SimulatedMessage[]): void {
    this.#messages = messages;
    this.#attempts += 1;
    this.#proceed(action, 0);
  }

  /** Rows are made, or the next table's: the moment in which a process is busy, and likely to be met by a freeze. */
  #proceed(action: StoreAction, table: number): void {
    const { world, process, after } = this.#options;
    after(integerBetween(world.random, 1, table === 0 ? 80 : 10), () => this.#storeTable(action, table));
    if (process.isFrozen) return;
    if (world.strikes("frozen_before_insert", world.freezes))
      process.freeze(integerBetween(world.random, 500, 2 * storeTimes.windowMs), false);
    else if (world.strikes("suspended_before_insert", world.freezes))
      process.freeze(integerBetween(world.random, 500, 2 * storeTimes.windowMs), true);
  }

  #isOwner({ range }: StoreAction, table: number): boolean {
    const { world, process, rules } = this.#options;
    if (table > 0 && !world.has("age_fence_between_tables")) return true;
    const { ownedSince } = range;
    if (ownedSince === null) return false;
    const now = process.now();
    const wallMs = world.has("wall_clock_in_fence") ? now.wallMs : ownedSince.wallMs;
    return !isOwnershipOver(ownedSince, { ...now, wallMs }, rules);
  }

  /** Table after table; right before each insert the owner is asked. */
  #storeTable(action: StoreAction, table: number): void {
    const { store, process, after, meet, tell } = this.#options;
    if (!this.#isOwner(action, table)) {
      meet({ kind: "store_failed" });
      return;
    }
    let isAnswered = false;
    const answer = (isDone: boolean): void => {
      if (isAnswered) return;
      isAnswered = true;
      if (!isDone) meet({ kind: "store_failed" });
      else if (table + 1 === store.tableCount) meet({ kind: "stored" });
      else this.#proceed(action, table + 1);
    };
    const token = this.#tokenOf(action, table);
    const { recheckSinceMs } = action;
    tell(() => `inserts ${token} into table ${table}${recheckSinceMs === null ? "" : ", after a look"}`);
    store.insert(
      { table, token, messages: this.#messages, rowsPerPiece: process.rowsPerPiece, recheckSinceMs },
      (isDone) => after(1, () => answer(isDone)),
    );
    after(2_000, () => answer(false));
  }

  #tokenOf({ range }: StoreAction, table: number): string {
    const { world, process, partition, topicId } = this.#options;
    const { intent, contentCount } = range;
    const token = insertToken({
      streamId: world.has("topic_id") ? topicId : "stream",
      topic: "t",
      partition,
      firstOffset: intent.firstOffset,
      lastOffset: intent.lastOffset,
      messages: [],
      ...(world.has("encoding") ? { encoding: encodingOf(process) } : {}),
      ...(contentCount === null || !world.has("content_count") ? {} : { contentCount }),
    });
    return table > 0 && !world.has("token_shared_by_tables")
      ? `${token}@${this.#options.generation}.${this.#attempts}`
      : token;
  }
}
