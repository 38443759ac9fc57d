import { setTimeout as delay } from "node:timers/promises";

import kafkajs, { type Admin } from "kafkajs";

export interface GroupTopic {
  readonly groupId: string;
  readonly topic: string;
}

/** Committed offset and end of a partition. */
interface GroupOffset {
  readonly partition: number;
  readonly committed: bigint;
  readonly end: bigint;
}

/** What a group has committed, seen and changed from outside. */
export interface GroupOffsets {
  readonly read: () => Promise<readonly GroupOffset[]>;
  /** Partitions of which a range was begun and not committed. */
  readonly pendingIntents: () => Promise<readonly number[]>;
  /** Commits the ends of all partitions, as somebody might by mistake. The group must have no members. */
  readonly skipToEnd: () => Promise<void>;
  /** Commits the same offsets again without what was noted beside them. The group must have no members. */
  readonly forgetIntents: () => Promise<void>;
  /** As a broker does after the retention of offsets. The group must have no members. */
  readonly deleteGroup: () => Promise<void>;
  readonly deleteTopic: () => Promise<void>;
  readonly hasTopic: () => Promise<boolean>;
  /** Members that the brokers know of. */
  readonly countMembers: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const ATTEMPTS = 25;
const PAUSE_MS = 200;

/** A coordinator that is loading its group says so, and kafkajs gives up at once. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await delay(PAUSE_MS);
    }
  }
}

export function openGroupOffsets(brokers: readonly string[], { groupId, topic }: GroupTopic): GroupOffsets {
  const kafka = new kafkajs.Kafka({
    brokers: [...brokers],
    clientId: "chaos-admin",
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const admin: Admin = kafka.admin();
  let connected: Promise<void> | null = null;
  const connect = async (): Promise<Admin> => {
    connected ??= admin.connect();
    await connected;
    return admin;
  };
  const committed = async (): Promise<ReadonlyMap<number, string>> => {
    const [answer] = await insist(async () => (await connect()).fetchOffsets({ groupId, topics: [topic] }));
    return new Map((answer?.partitions ?? []).map(({ partition, offset }) => [partition, offset]));
  };
  return {
    read: async () => {
      const offsets = await committed();
      const ends = await (await connect()).fetchTopicOffsets(topic);
      return ends.map(({ partition, high }) => ({
        partition,
        committed: BigInt(offsets.get(partition) ?? -1),
        end: BigInt(high),
      }));
    },
    pendingIntents: async () => {
      const [answer] = await insist(async () => (await connect()).fetchOffsets({ groupId, topics: [topic] }));
      const partitions = answer?.partitions ?? [];
      return partitions
        .filter(({ metadata }) => metadata?.includes("pending") === true)
        .map(({ partition }) => partition);
    },
    skipToEnd: async () => {
      const ends = await (await connect()).fetchTopicOffsets(topic);
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
      await insist(async () => (await connect()).setOffsets({ groupId, topic, partitions }));
    },
    forgetIntents: async () => {
      const offsets = [...(await committed())].filter(([, offset]) => offset !== "-1");
      const partitions = offsets.map(([partition, offset]) => ({ partition, offset }));
      await insist(async () => (await connect()).setOffsets({ groupId, topic, partitions }));
    },
    deleteGroup: async () => {
      await (await connect()).deleteGroups([groupId]);
    },
    deleteTopic: async () => {
      await (await connect()).deleteTopics({ topics: [topic] });
    },
    hasTopic: async () => (await (await connect()).listTopics()).includes(topic),
    countMembers: async () => {
      const { groups } = await (await connect()).describeGroups([groupId]);
      return groups[0]?.members.length ?? 0;
    },
    stop: async () => {
      if (connected !== null) await admin.disconnect();
    },
  };
}
