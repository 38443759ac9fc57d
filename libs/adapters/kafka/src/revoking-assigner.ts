import kafkajs, { type Assigner, type Cluster, type PartitionAssigner } from "kafkajs";

export interface RevokingAssigner {
  readonly create: PartitionAssigner;
  /** The assigner that kafkajs has made, and the connections of its consumer; there once the consumer is made. */
  readonly made: () => { readonly assigner: Assigner; readonly cluster: Cluster };
}

/**
 * The round-robin assigner, which calls `onJoin` whenever this member is about to ask to join. kafkajs asks the assigner
 * for its protocol on every way into a join, before the request is sent: so `onJoin` is the one place where everything
 * held under the old generation can be given up before the next generation exists.
 */
export function createRevokingAssigner(onJoin: () => void): RevokingAssigner {
  let made: ReturnType<RevokingAssigner["made"]> | undefined;
  const create: PartitionAssigner = (config) => {
    const roundRobin = kafkajs.PartitionAssigners.roundRobin(config);
    const assigner: Assigner = {
      name: roundRobin.name,
      version: roundRobin.version,
      assign: (group) => roundRobin.assign(group),
      protocol: (subscription) => {
        onJoin();
        return roundRobin.protocol(subscription);
      },
    };
    made = { assigner, cluster: config.cluster };
    return assigner;
  };
  return {
    create,
    made: () => {
      if (made === undefined) throw new TypeError("the consumer that this assigner is for was not made yet");
      return made;
    },
  };
}
