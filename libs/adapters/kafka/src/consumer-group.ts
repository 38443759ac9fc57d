import { createRequire } from "node:module";

import { ParapetError } from "@parapet/runtime";
import type { Assigner, Broker } from "kafkajs";

/** What one generation of a group knows in kafkajs: a new one is made at each join, none is ever changed into the next. */
interface OffsetManager {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  /** The offset to fetch next, by topic and partition; absent while the committed one counts. */
  readonly resolvedOffsets: Readonly<Record<string, Readonly<Record<number, string>>>>;
  readonly getCoordinator: () => Promise<Broker>;
  /** Moves the position behind `offset`. */
  readonly resolveOffset: (place: TopicPartitionOffset) => void;
  /** Called when a broker has no such offset. kafkajs commits -2 here, which wipes out an intent. */
  setDefaultOffset: (place: TopicPartition) => Promise<void>;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

interface TopicPartitionOffset extends TopicPartition {
  readonly offset: string;
}

/** The state of a kafkajs consumer that has been run. */
export interface ConsumerGroup {
  readonly offsetManager: OffsetManager;
  /** What one fetch may bring for a partition; read at every fetch. */
  maxBytesPerPartition: number;
}

interface ConsumerGroupPrototype extends ConsumerGroup {
  readonly assigners: readonly Assigner[];
  connect: (this: ConsumerGroupPrototype) => Promise<void>;
}

const groups = new WeakMap<Assigner, ConsumerGroup>();
const watched = new WeakSet<ConsumerGroupPrototype>();

/** Lets `consumerGroupOf` find the groups of consumers that are run from now on. Repeating is harmless. */
export function watchConsumerGroups(): void {
  const { prototype }: { readonly prototype: ConsumerGroupPrototype } = createRequire(import.meta.url)(
    "kafkajs/src/consumer/consumerGroup",
  );
  if (watched.has(prototype)) return;
  watched.add(prototype);
  const connect = prototype.connect;
  prototype.connect = function connectAndRemember(): Promise<void> {
    for (const assigner of this.assigners) groups.set(assigner, this);
    return connect.call(this);
  };
}

/** The group of the consumer that was made with this assigner, once it has been run. */
export function consumerGroupOf(assigner: Assigner): ConsumerGroup {
  const group = groups.get(assigner);
  if (group === undefined) throw new ParapetError("unsupported_kafkajs", "kafkajs ran a consumer in an unknown way");
  return group;
}
