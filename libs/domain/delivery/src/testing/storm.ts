import { chance, integerBetween, pick } from "@parapet/random";

import type { SimulatedBroker } from "./simulated-broker.ts";
import type { SimulatedMember } from "./simulated-member.ts";
import type { SimulatedStore } from "./simulated-store.ts";
import type { World } from "./world.ts";
import { groupTimes, rules, storeTimes } from "./world-times.ts";

interface Inhabitants {
  readonly broker: SimulatedBroker;
  readonly store: SimulatedStore;
  readonly members: readonly SimulatedMember[];
}

interface Blow {
  readonly kind: string;
  /** How often it comes, in proportion to the others. */
  readonly weight: number;
  /** False when it had no effect, for what it would strike is down already. */
  readonly strike: () => boolean;
}

const DAY_MS = 86_400_000;

/** What leaves no process that wakes up late. */
const deadly: ReadonlySet<string> = new Set(["killed", "all_killed", "offsets_forgotten"]);
const CALM_MESSAGES = 10;
const CALM_PACE_MS = 2_000;

/** How long after the storm the last messages come. */
export const TRICKLE_MS = CALM_MESSAGES * CALM_PACE_MS;

/** What befalls processes, clocks, logs and the group, besides the requests that fail by themselves. */
export class Storm {
  readonly #world: World;
  readonly #broker: SimulatedBroker;
  readonly #store: SimulatedStore;
  readonly #members: readonly SimulatedMember[];
  /** While the group has no member, so that its offsets may be deleted. */
  #isGroupEmptied = false;
  readonly #calmMs: number;
  readonly #blows: readonly Blow[];

  constructor(world: World, { broker, store, members }: Inhabitants) {
    this.#world = world;
    this.#broker = broker;
    this.#store = store;
    this.#members = members;
    // Each world has a temper of its own: what happens everywhere all the time would hide what takes long to go wrong.
    const temper = (): number => pick(world.random, [0, 0, 0.2, 1, 3]);
    const kills = pick(world.random, [0, 1]);
    this.#blows = [...this.#blowsAtProcesses(), ...this.#blowsAtServers()].map((blow) => ({
      ...blow,
      weight: blow.weight * temper() * (deadly.has(blow.kind) ? kills : 1),
    }));
    this.#calmMs = pick(world.random, [1_000, 3_000, 8_000]);
  }

  begin(): void {
    this.#produce();
    this.#blow();
  }

  /** Ends every fault; what was begun takes its course. */
  end(): void {
    this.#world.isStormy = false;
    this.#world.tell(() => "the storm is over");
    this.#store.comeUp();
    for (const member of this.#members) {
      if (member.process.isFrozen) member.kill();
      member.start();
    }
    this.#trickle(CALM_MESSAGES);
    const { random, time, metadataMs } = this.#world;
    if (!chance(random, 0.3)) return;
    for (const member of this.#members) member.rejoin();
    time.after(integerBetween(random, 50, 500 + 2 * metadataMs), () => this.#lastBlow());
  }

  /** A log that grows no more would hide what its next message brings to light. */
  #trickle(times: number): void {
    for (let partition = 0; partition < this.#broker.partitionCount; partition += 1) this.#broker.append(partition, 2);
    if (times > 1) this.#world.time.after(CALM_PACE_MS, () => this.#trickle(times - 1));
  }

  /** While members begin, for the last time: what they misunderstand now, no later rebalance puts right. */
  #lastBlow(): void {
    this.#world.countFault("topic_recreated");
    this.#broker.recreateTopic(chance(this.#world.random, 0.2));
  }

  #blowsAtProcesses(): readonly Blow[] {
    const { random } = this.#world;
    const any = (): SimulatedMember => pick(random, this.#members);
    return [
      { kind: "killed", weight: 10, strike: () => this.#killFor(any(), integerBetween(random, 50, 6_000)) },
      {
        kind: "all_killed",
        weight: 1,
        strike: () => this.#killAll(integerBetween(random, 1_000, 2 * storeTimes.windowMs)),
      },
      { kind: "frozen", weight: 8, strike: () => this.#freeze(any(), false) },
      { kind: "suspended", weight: 3, strike: () => this.#freeze(any(), true) },
      { kind: "left", weight: 5, strike: () => any().rejoin() },
      { kind: "clock_moved", weight: 6, strike: () => this.#moveClock(any()) },
    ];
  }

  #blowsAtServers(): readonly Blow[] {
    const { random } = this.#world;
    const any = (): number => integerBetween(random, 0, this.#broker.partitionCount - 1);
    return [
      { kind: "store_down", weight: 3, strike: () => this.#store.goDown(integerBetween(random, 500, 8_000)) },
      {
        kind: "store_down_for_long",
        weight: 0.4,
        strike: () => this.#store.goDown(integerBetween(random, 10_000, 2 * storeTimes.windowMs)),
      },
      { kind: "messages_expired", weight: 4, strike: () => this.#expire(any()) },
      { kind: "message_compacted", weight: 8, strike: () => this.#compact(any()) },
      { kind: "marker", weight: 4, strike: () => this.#broker.appendMarker(any()) },
      { kind: "topic_recreated", weight: 0.8, strike: () => this.#broker.recreateTopic(chance(random, 0.5)) },
      { kind: "offsets_forgotten", weight: 0.7, strike: () => this.#forgetOffsets() },
    ];
  }

  #produce(): void {
    if (!this.#world.isStormy) return;
    const { random } = this.#world;
    this.#broker.append(integerBetween(random, 0, this.#broker.partitionCount - 1), integerBetween(random, 1, 5));
    this.#world.time.after(integerBetween(random, 50, 1_200), () => this.#produce());
  }

  #blow(): void {
    const { random, time, isStormy } = this.#world;
    if (!isStormy) return;
    const total = this.#blows.reduce((sum, { weight }) => sum + weight, 0);
    let at = random() * total;
    const blow = this.#blows.find(({ weight }) => (at -= weight) < 0);
    if (blow?.strike() === true) this.#world.countFault(blow.kind);
    time.after(integerBetween(random, 20, this.#calmMs), () => this.#blow());
  }

  #freeze(member: SimulatedMember, isSuspended: boolean): boolean {
    const { random } = this.#world;
    const durationMs = chance(random, 0.1)
      ? integerBetween(random, 10_000, 80_000)
      : integerBetween(random, 200, 8_000);
    return member.isUp && member.process.freeze(durationMs, isSuspended);
  }

  #killFor(member: SimulatedMember, downMs: number): boolean {
    if (!member.kill()) return false;
    this.#world.time.after(downMs, () => {
      if (this.#world.isStormy && !this.#isGroupEmptied) member.start();
    });
    return true;
  }

  #killAll(downMs: number): boolean {
    return this.#members.map((member) => this.#killFor(member, downMs)).includes(true);
  }

  #moveClock({ process }: SimulatedMember): boolean {
    const byMs = pick(this.#world.random, [0, 0, DAY_MS, -DAY_MS]);
    this.#world.tell(() => `${process.name}: its clock is wrong by ${byMs} ms`);
    process.setClockWrong(byMs);
    return true;
  }

  /** Deletes what was read long ago, or more: up to the middle of what is being stored, or all that there is. */
  #expire(partition: number): boolean {
    const { low } = this.#broker.boundsOf(partition);
    const next = Number(this.#broker.committedOf(partition)?.offset ?? low);
    const count = next - Number(low) + integerBetween(this.#world.random, -3, 8);
    if (count <= 0) return false;
    this.#broker.expire(partition, count);
    this.#takeAway(partition);
    return true;
  }

  #compact(partition: number): boolean {
    const { low, high } = this.#broker.boundsOf(partition);
    const next = Number(this.#broker.committedOf(partition)?.offset ?? low);
    const offset = next + integerBetween(this.#world.random, 0, 5);
    if (offset < low || offset >= high) return false;
    this.#broker.compact(partition, offset);
    this.#takeAway(partition);
    return true;
  }

  /** Only another owner reads a range that was begun again, and sees that messages of it are gone. */
  #takeAway(partition: number): void {
    const isBegun = this.#broker.committedOf(partition)?.metadata?.includes("pending") === true;
    if (isBegun && chance(this.#world.random, 0.7)) for (const member of this.#members) member.rejoin();
  }

  /** A group's offsets can be deleted when it is empty; the world waits until its last inserts have landed. */
  #forgetOffsets(): boolean {
    if (this.#isGroupEmptied) return false;
    this.#isGroupEmptied = true;
    for (const member of this.#members) member.kill();
    const afterMs = groupTimes.sessionTimeoutMs + rules.fenceMs + rules.landingMs + 1_000;
    this.#world.time.after(afterMs, () => {
      this.#isGroupEmptied = false;
      if (!this.#world.isStormy) return;
      this.#broker.forgetOffsets();
      for (const member of this.#members) member.start();
    });
    return true;
  }
}
