import kafkajs, { type PartitionAssigner } from "kafkajs";

/**
 * The round-robin assigner, which calls `onJoin` whenever this member is about to ask to join. kafkajs asks the assigner
 * for its protocol on every way into a join, before the request is sent: so `onJoin` is the one place where everything
 * held under the old generation can be given up before the next generation exists.
 */
export function createRevokingAssigner(onJoin: () => void): PartitionAssigner {
  return (config) => {
    const assigner = kafkajs.PartitionAssigners.roundRobin(config);
    return {
      name: assigner.name,
      version: assigner.version,
      assign: (group) => assigner.assign(group),
      protocol: (subscription) => {
        onJoin();
        return assigner.protocol(subscription);
      },
    };
  };
}
