import type { Cluster, Kafka } from "kafkajs";

import { createRevokingAssigner } from "./revoking-assigner.ts";

/** kafkajs's connections to the brokers, for requests of one's own: those of a consumer that is never run. */
export function openCluster(kafka: Kafka): Cluster {
  const assigner = createRevokingAssigner(() => undefined);
  kafka.consumer({ groupId: "parapet.none", allowAutoTopicCreation: false, partitionAssigners: [assigner.create] });
  return assigner.made().cluster;
}
