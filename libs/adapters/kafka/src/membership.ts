import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import type { ConsumerGroup, TopicPartition } from "./consumer-group.ts";

/** What this member may do in one generation of its group, and in no other. */
export interface Membership {
  readonly generationId: number;
  /**
   * One attempt, under this generation's member id and number: when the group has moved on, the broker refuses it.
   * Resolves only when the broker's answer says that the offset of this partition is committed.
   */
  readonly commit: (place: TopicPartition, offset: bigint, metadata: string) => Promise<void>;
  /** The offset to fetch next; null while it is not known. */
  readonly position: (place: TopicPartition) => bigint | null;
  readonly moveTo: (place: TopicPartition, offset: bigint) => void;
}

/**
 * The membership that the group has just been given. It is bound to that generation's offset manager: kafkajs's own ways
 * to commit read the generation at the time of the call, repeat a commit under the next one, and resolve without having
 * committed while the consumer stops.
 *
 * `onOutOfRange` is called, and waited for, when a broker has no such offset; it is to move the position.
 */
export function membershipOf(
  { offsetManager }: ConsumerGroup,
  onOutOfRange: (place: TopicPartition) => Promise<void>,
): Membership {
  const { groupId, memberId, generationId } = offsetManager;
  offsetManager.setDefaultOffset = onOutOfRange;
  return {
    generationId,
    commit: async ({ topic, partition }, offset, metadata) => {
      const coordinator = await offsetManager.getCoordinator();
      const partitions = [{ partition, offset: String(offset), metadata }];
      const topics = [{ topic, partitions }];
      const answer: unknown = await coordinator.offsetCommit({
        groupId,
        memberId,
        groupGenerationId: generationId,
        topics,
      });
      requireConfirmed(answer, topic, partition);
    },
    position: ({ topic, partition }) => {
      const offset = offsetManager.resolvedOffsets[topic]?.[partition];
      return offset === undefined ? null : BigInt(offset);
    },
    moveTo: ({ topic, partition }, offset) =>
      offsetManager.resolveOffset({ topic, partition, offset: String(offset - 1n) }),
  };
}

const confirmation = z.object({
  responses: z.array(
    z.object({
      topic: z.string(),
      partitions: z.array(z.object({ partition: z.number(), errorCode: z.number() })),
    }),
  ),
});

function requireConfirmed(answer: unknown, topic: string, partition: number): void {
  const { responses } = confirmation.parse(answer);
  const partitions = responses.find((response) => response.topic === topic)?.partitions ?? [];
  if (partitions.some((answered) => answered.partition === partition && answered.errorCode === 0)) return;
  throw new ParapetError("commit_unanswered", "the broker's answer does not say that the offset is committed");
}
