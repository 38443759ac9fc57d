import { ParapetError } from "@parapet/runtime";
import type { Broker, Cluster } from "kafkajs";

import { decodeMetadataResponse, encodeMetadataRequest, METADATA_API, type TopicMetadata } from "./metadata-request.ts";

/** The part of a kafkajs broker through which a request of one's own is sent. */
interface BrokerConnections {
  readonly versions: Readonly<Record<number, { readonly maxVersion: number }>>;
  readonly connectionPool: {
    readonly send: (exchange: {
      readonly request: typeof METADATA_API & { readonly encode: () => Promise<{ readonly buf: Buffer }> };
      readonly response: {
        readonly decode: (payload: Buffer) => Promise<object>;
        readonly parse: (decoded: object) => Promise<object>;
      };
    }) => Promise<unknown>;
  };
}

/** Names one life of a topic: a topic that is deleted and created anew has another one. Null where it does not exist. */
export type TopicId = string | null;

/**
 * The topic's id as the leader of the partition knows it. A broker learns of a new topic before it serves fetches from
 * it, so the leader's answer is never older than the messages that were fetched from it before the question.
 */
export async function fetchTopicId(cluster: Cluster, topic: string, partition: number): Promise<TopicId> {
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) return null;
  const topics = await fetchTopicMetadata(await cluster.findBroker({ nodeId }), [topic]);
  return topics.find(({ errorCode }) => errorCode === 0)?.topicId ?? null;
}

async function fetchTopicMetadata(broker: Broker, topics: readonly string[]): Promise<readonly TopicMetadata[]> {
  const { versions, connectionPool } = connectionsOf(broker);
  if ((versions[METADATA_API.apiKey]?.maxVersion ?? 0) < METADATA_API.apiVersion) {
    throw new ParapetError("unsupported_broker", "the brokers know no topic ids; use Apache Kafka 2.8 or newer");
  }
  const bytes = encodeMetadataRequest(topics);
  let metadata: readonly TopicMetadata[] = [];
  await connectionPool.send({
    request: { ...METADATA_API, encode: () => Promise.resolve({ buf: bytes, buffer: bytes }) },
    response: {
      decode: (payload) => {
        metadata = decodeMetadataResponse(payload);
        return Promise.resolve({});
      },
      parse: (decoded) => Promise.resolve(decoded),
    },
  });
  return metadata;
}

function connectionsOf(broker: Broker): BrokerConnections {
  if (isConnections(broker)) return broker;
  throw new ParapetError("unsupported_kafkajs", "kafkajs keeps its connections in an unknown way");
}

function isConnections(broker: object): broker is BrokerConnections {
  return "connectionPool" in broker && "versions" in broker && broker.versions !== null;
}
