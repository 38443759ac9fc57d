import { integerBetween } from "@parapet/random";

import { laneStartOf } from "../index.ts";
import type { SimulatedBroker } from "./simulated-broker.ts";
import { SimulatedLane } from "./simulated-lane.ts";
import { SimulatedProcess } from "./simulated-process.ts";
import type { SimulatedStore } from "./simulated-store.ts";
import { NO_TOPIC_ID, type World } from "./world.ts";
import { groupTimes } from "./world-times.ts";

/** A member of the group: a process that joins, reads what it is given, and joins again when it must. */
export class SimulatedMember {
  readonly process: SimulatedProcess;
  readonly #world: World;
  readonly #broker: SimulatedBroker;
  readonly #store: SimulatedStore;
  #memberId: number | null = null;
  #generation = 0;
  #lanes: SimulatedLane[] = [];
  /** Grows whenever what was begun before is void: a join, an end of the process. */
  #session = 0;
  isUp = false;

  constructor(
    name: string,
    { world, broker, store }: { world: World; broker: SimulatedBroker; store: SimulatedStore },
  ) {
    this.process = new SimulatedProcess(world, name);
    this.#world = world;
    this.#broker = broker;
    this.#store = store;
  }

  start(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.#world.tell(() => `${this.process.name}: starts`);
    this.#join();
  }

  /** False if it is down already. */
  kill(): boolean {
    if (!this.isUp) return false;
    this.#world.tell(() => `${this.process.name}: is killed`);
    this.isUp = false;
    this.process.kill();
    this.#giveUp();
    this.#memberId = null;
    return true;
  }

  /** Leaves the group and joins it anew, as a client does that begins a new session. False if it is in no group. */
  rejoin(): boolean {
    if (!this.isUp || this.process.isFrozen || this.#memberId === null) return false;
    this.#giveUp();
    const { random } = this.#world;
    const memberId = this.#memberId;
    this.#memberId = null;
    this.process.after(1, () => this.#broker.leave(memberId));
    const session = this.#session;
    this.process.after(integerBetween(random, 50, 400), () => {
      if (session === this.#session) this.#join();
    });
    return true;
  }

  #giveUp(): void {
    this.#session += 1;
    for (const lane of this.#lanes) lane.end();
    this.#lanes = [];
  }

  #join(): void {
    this.#giveUp();
    this.#memberId = this.#broker.join();
    this.#generation = 0;
    this.#heartbeat(this.#session);
  }

  #heartbeat(session: number): void {
    if (session !== this.#session && this.#memberId === null) return;
    const memberId = this.#memberId;
    if (memberId === null) return;
    const assignment = this.#broker.heartbeat(memberId);
    this.process.after(integerBetween(this.#world.random, 1, 20), () => {
      if (memberId !== this.#memberId) return;
      if (assignment === null) {
        this.rejoin();
        return;
      }
      if (assignment.generation !== this.#generation) this.#begin(assignment.generation, assignment.partitions);
      this.process.after(groupTimes.heartbeatMs, () => {
        if (memberId === this.#memberId) this.#heartbeat(this.#session);
      });
    });
  }

  /** The topic's id is read before anything else. */
  #begin(generation: number, partitions: readonly number[]): void {
    this.#giveUp();
    this.#generation = generation;
    const session = this.#session;
    const topicId = this.#world.has("topic_id") ? this.#broker.topicId : NO_TOPIC_ID;
    const pause = (): number => integerBetween(this.#world.random, 1, this.#world.metadataMs);
    this.process.after(pause(), () => {
      const committed = partitions.map((partition) => this.#broker.committedOf(partition));
      this.process.after(pause(), () => {
        if (session !== this.#session || this.#memberId === null) return;
        const memberId = this.#memberId;
        for (const [index, partition] of partitions.entries()) {
          const start = laneStartOf(committed[index] ?? null, this.#broker.boundsOf(partition), topicId);
          this.#lanes.push(
            new SimulatedLane({
              world: this.#world,
              process: this.process,
              broker: this.#broker,
              store: this.#store,
              memberId,
              generation,
              partition,
              topicId,
              start,
              // A fenced member learns of the new generation by itself; to leave as well would fence the others in turn.
              // At the end of a log that is too short, a new beginning would find the same.
              onEnd: (reason) => {
                if (reason !== "fenced" && reason !== "beyond_end") this.rejoin();
              },
            }),
          );
        }
      });
    });
  }
}
