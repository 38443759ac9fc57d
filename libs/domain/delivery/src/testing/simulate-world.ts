import { integerBetween } from "@parapet/random";

import { SimulatedBroker } from "./simulated-broker.ts";
import { SimulatedMember } from "./simulated-member.ts";
import { SimulatedStore } from "./simulated-store.ts";
import { Storm, TRICKLE_MS } from "./storm.ts";
import { NO_TOPIC_ID, World, type WorldOptions } from "./world.ts";
import { groupTimes, rules } from "./world-times.ts";

export interface WorldResult {
  readonly seed: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly faultCount: number;
  readonly messages: number;
  /** What went wrong for good, in words; empty when every message is stored once. */
  readonly violations: readonly string[];
  readonly trace: readonly string[];
}

const TABLES = 3;
/** One world: a storm of faults, a calm, and the count. All of it follows from the seed. */
export function simulateWorld(seed: number, options: WorldOptions = {}): WorldResult {
  const world = new World(seed, options);
  const broker = new SimulatedBroker(world, integerBetween(world.random, 1, 3));
  const store = new SimulatedStore(world, TABLES);
  const members = ["a", "b", "c"]
    .slice(0, integerBetween(world.random, 2, 3))
    .map((name) => new SimulatedMember(name, { world, broker, store }));
  for (const member of members) member.start();
  const storm = new Storm(world, { broker, store, members });
  storm.begin();
  world.time.runUntil(integerBetween(world.random, 30_000, 150_000));
  storm.end();
  const isDone = (): boolean => isAllCommitted(broker, world.has("topic_id") ? broker.topicId : NO_TOPIC_ID);
  world.time.runUntil(world.time.nowMs + TRICKLE_MS);
  world.time.runUntil(world.time.nowMs + 600_000, isDone);
  const isStuck = !isDone();
  world.time.runUntil(world.time.nowMs + groupTimes.sessionTimeoutMs + rules.fenceMs + rules.landingMs);
  return {
    seed,
    faults: world.faults,
    faultCount: world.faultCount,
    messages: broker.history.length,
    violations: [
      ...(isStuck ? ["the group stands still though nothing fails any more"] : []),
      ...countWrong(broker, store),
    ],
    trace: world.trace ?? [],
  };
}

/** Whether the group has nothing left to do, as its offsets say; those of a former topic say nothing of this one. */
function isAllCommitted(broker: SimulatedBroker, topicId: string): boolean {
  for (let partition = 0; partition < broker.partitionCount; partition += 1) {
    const { high } = broker.boundsOf(partition);
    const { offset = 0n, metadata } = broker.committedOf(partition) ?? {};
    const isBegun = metadata?.includes("pending") === true;
    const readTo = metadata?.includes(`"${topicId}"`) === true ? Number(offset) : 0;
    if (high > 0n && (isBegun || broker.fetch(partition, readTo, 1).length > 0)) return false;
  }
  return true;
}

function countWrong(broker: SimulatedBroker, store: SimulatedStore): readonly string[] {
  const wrong: string[] = [];
  for (const { id, topicId, partition, offset } of broker.history) {
    for (let table = 0; table < store.tableCount; table += 1) {
      const copies = store.copiesOf(table, id);
      const where = `m${id} (${topicId}, partition ${partition}, offset ${offset}) in table ${table}`;
      if (copies > 1) wrong.push(`doubled: ${where}, ${copies} times`);
      if (copies === 0 && !broker.deleted.has(id)) wrong.push(`lost: ${where}`);
    }
  }
  return wrong;
}
