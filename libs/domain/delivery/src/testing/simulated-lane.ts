import { chance, integerBetween } from "@parapet/random";

import {
  beginLane,
  decideOpening,
  explainJump,
  type FenceRules,
  judgeFetch,
  type LaneAction,
  type LaneEnd,
  type LaneEvent,
  type LaneStart,
  type LaneState,
  type LaneStep,
  type ReadingPosition,
  stepLane,
} from "../index.ts";
import type { SimulatedBroker } from "./simulated-broker.ts";
import { encodingOf, type SimulatedProcess } from "./simulated-process.ts";
import type { SimulatedMessage, SimulatedStore } from "./simulated-store.ts";
import { SimulatedStoring } from "./simulated-storing.ts";
import type { World } from "./world.ts";
import { groupTimes, rules as allRules } from "./world-times.ts";

type CommitAction = Extract<LaneAction, { readonly kind: "commit" }>;

export interface SimulatedLaneOptions {
  readonly world: World;
  readonly process: SimulatedProcess;
  readonly broker: SimulatedBroker;
  readonly store: SimulatedStore;
  readonly memberId: number;
  readonly generation: number;
  readonly partition: number;
  readonly topicId: string;
  readonly start: LaneStart;
  readonly onEnd: (reason: LaneEnd) => void;
}

const BATCH_SIZE = 8;
const QUEUE_SIZE = 16;

/** Longer than any world, and than clocks are wrong. */
const DAYS_MS = 1e9;

/** Interprets the state machine for one partition, as the adapter does, against the simulated broker and store. */
export class SimulatedLane {
  readonly #options: SimulatedLaneOptions;
  readonly #rules: FenceRules;
  readonly #storing: SimulatedStoring;
  #state: LaneState | null = null;
  #position: ReadingPosition = { expected: 0n, refused: null };
  #fetchFrom = 0;
  #queue: SimulatedMessage[] = [];
  #inHand: readonly SimulatedMessage[] = [];
  /** Set while the machine waits for messages. */
  #reading: { readonly through: bigint | null } | null = null;
  #isMovedBack = false;
  #isAskingForOldest = false;
  #isOver = false;

  constructor(options: SimulatedLaneOptions) {
    this.#options = options;
    const { world, start, topicId, process } = options;
    this.#rules = { ...allRules, ...(world.has("age_fence") ? {} : { fenceMs: DAYS_MS }) };
    this.#storing = new SimulatedStoring({
      ...options,
      rules: this.#rules,
      after: (delayMs, run) => this.#after(delayMs, run),
      meet: (event) => this.#meet(event),
      tell: (text) => this.#tell(text),
    });
    const opening = decideOpening(
      world.has("recheck_of_forgotten_group")
        ? start
        : { ...start, recheckTo: start.nextOffset === null ? null : start.recheckTo },
    );
    const expected = opening.kind === "open" ? opening.nextOffset : start.high;
    this.#position = { expected, refused: null };
    this.#fetchFrom = Number(expected);
    this.#follow(
      beginLane(opening, { topicId, encoding: world.has("encoding") ? encodingOf(process) : "any" }, process.now()),
    );
    if (opening.kind === "open") this.#fetch();
  }

  /** The generation is over: nothing happens any more in this lane. */
  end(): void {
    this.#isOver = true;
  }

  #after(delayMs: number, run: () => void): void {
    this.#options.process.after(delayMs, () => {
      if (!this.#isOver) run();
    });
  }

  #follow(step: LaneStep): void {
    this.#state = step.state;
    for (const { condition } of step.reports) this.#tell(() => condition);
    this.#perform(step.action);
  }

  #meet(event: LaneEvent): void {
    if (this.#state === null || this.#isOver) return;
    this.#follow(stepLane(this.#state, event, this.#options.process.now(), this.#rules));
  }

  #perform(action: LaneAction): void {
    switch (action.kind) {
      case "read":
        this.#reading = { through: action.through };
        this.#tryToClose();
        break;
      case "check_topic":
        this.#checkTopic();
        break;
      case "commit":
        this.#commit(action);
        break;
      case "wait":
        this.#after(this.#settlingMs, () => this.#meet({ kind: "settled" }));
        break;
      case "store":
        this.#storing.store(action, this.#inHand);
        break;
      case "back_off":
        this.#after(Math.min(2_000, 50 * 2 ** action.failures), () => this.#meet({ kind: "retry_due" }));
        break;
      case "end":
        this.#isOver = true;
        this.#tell(() => `ends: ${action.reason}`);
        this.#options.onEnd(action.reason);
        break;
      default:
        action satisfies never;
    }
  }

  get #settlingMs(): number {
    return this.#options.world.has("settling") ? allRules.fenceMs + allRules.landingMs : 0;
  }

  #fetch(): void {
    const { world, broker, partition } = this.#options;
    if (this.#queue.length >= QUEUE_SIZE || world.strikes("fetch_failed", 0.02)) {
      this.#after(200, () => this.#fetch());
      return;
    }
    const { low, high } = broker.boundsOf(partition);
    const from = Math.min(Math.max(this.#fetchFrom, Number(low)), Number(high));
    this.#fetchFrom = from; // Out of range, a position moves to the nearest end.
    const messages = broker.fetch(partition, from, integerBetween(world.random, 1, BATCH_SIZE));
    // Clients pass over a batch of markers alone by themselves: the next batch then begins elsewhere than expected.
    const isPassedOver = (messages[0]?.offset ?? from) > from && chance(world.random, 0.5);
    const fetchedFrom = isPassedOver ? (messages[0]?.offset ?? from) : from;
    this.#after(integerBetween(world.random, 1, 30), () => {
      this.#offer(fetchedFrom, messages);
      this.#after(integerBetween(world.random, 10, 120), () => this.#fetch());
    });
  }

  #offer(fetchedFrom: number, messages: readonly SimulatedMessage[]): void {
    const last = messages.at(-1);
    if (last === undefined) return;
    const fetchedOffset = BigInt(fetchedFrom);
    const verdict = judgeFetch(this.#position, fetchedOffset);
    if (verdict === "take") {
      this.#position = { expected: BigInt(last.offset + 1), refused: null };
      this.#fetchFrom = last.offset + 1;
      this.#queue.push(...messages);
      this.#tryToClose();
      return;
    }
    this.#position = { ...this.#position, refused: fetchedOffset };
    this.#fetchFrom = fetchedFrom;
    if (verdict === "moved_back") {
      this.#isMovedBack = true;
      this.#tryToClose();
    }
    if (verdict === "jumped" && !this.#isAskingForOldest) this.#acceptJump(fetchedOffset);
  }

  #acceptJump(fetchedOffset: bigint): void {
    const { world, broker, partition } = this.#options;
    this.#isAskingForOldest = true;
    const { low } = broker.boundsOf(partition);
    this.#after(integerBetween(world.random, 1, 40), () => {
      this.#isAskingForOldest = false;
      const { condition } = explainJump({ from: this.#position.expected, to: fetchedOffset }, low);
      this.#tell(() => `${condition}: from ${this.#position.expected} to ${fetchedOffset}`);
      this.#position = { expected: fetchedOffset, refused: null };
      this.#tryToClose();
    });
  }

  #tryToClose(): void {
    if (this.#reading === null) return;
    if (this.#isMovedBack) {
      this.#reading = null;
      this.#meet({ kind: "moved_back" });
      return;
    }
    const { through } = this.#reading;
    if (through !== null && this.#position.expected <= through) return;
    const count = through === null ? this.#countByChance() : this.#countUpTo(Number(through));
    if (count === null) return;
    this.#reading = null;
    this.#inHand = this.#queue.splice(0, count);
    const [first, last] = [this.#inHand[0], this.#inHand.at(-1)];
    const event = {
      kind: "range_closed",
      firstOffset: BigInt(first?.offset ?? 0),
      lastOffset: BigInt(last?.offset ?? 0),
      count,
    } as const;
    this.#meet(event);
  }

  #countByChance(): number | null {
    const { random } = this.#options.world;
    if (this.#queue.length === 0) return null;
    return integerBetween(random, 1, Math.min(6, this.#queue.length));
  }

  #countUpTo(through: number): number {
    const after = this.#queue.findIndex(({ offset }) => offset > through);
    return after === -1 ? this.#queue.length : after;
  }

  #checkTopic(): void {
    const { world, broker, topicId } = this.#options;
    if (world.strikes("topic_check_failed", 0.05)) {
      this.#after(300, () => this.#checkTopic());
      return;
    }
    this.#after(integerBetween(world.random, 1, 15), () => {
      const isNoticed = world.has(this.#state?.phase.kind === "checking_end" ? "topic_id_at_end" : "topic_id");
      const isSame = broker.topicId === topicId || !isNoticed;
      this.#after(integerBetween(world.random, 1, 15), () => this.#meet({ kind: "topic_checked", isSame }));
    });
  }

  #commit(action: CommitAction): void {
    const { world, broker, memberId, generation, partition } = this.#options;
    const { random, time } = world;
    if (action.what === "intent" && !world.has("intent")) {
      this.#after(1, () => this.#meet({ kind: "committed" }));
      return;
    }
    const { metadata } = action;
    const request = { memberId, generation, partition, offset: Number(action.offset), metadata };
    const fault = world.strikesOneOf("commit", ["refused", "request_lost", "answer_lost", "late"], world.commitFaults);
    if (fault === "refused") {
      this.#after(10, () => this.#meet({ kind: "commit_failed", outcome: "refused" }));
      return;
    }
    if (fault !== null) {
      const arrivesMs = fault === "late" ? integerBetween(random, 500, 8_000) : integerBetween(random, 1, 20);
      if (fault !== "request_lost") time.after(arrivesMs, () => void broker.commit(request));
      const outcome = world.has("new_generation_after_stray_commit") ? "unknown" : "refused";
      this.#after(groupTimes.requestTimeoutMs, () => this.#meet({ kind: "commit_failed", outcome }));
      return;
    }
    time.after(integerBetween(random, 1, 20), () => {
      const refusal = broker.commit(request);
      this.#after(integerBetween(random, 1, 20), () =>
        this.#meet(refusal === null ? { kind: "committed" } : { kind: "commit_failed", outcome: refusal }),
      );
    });
  }

  #tell(text: () => string): void {
    const { world, process, partition, generation } = this.#options;
    world.tell(() => `${process.name}: partition ${partition} of generation ${generation} ${text()}`);
  }
}
