import type { KafkaCertificate } from "./kafka-certificate.ts";

export interface KafkaNodePlan {
  readonly nodeId: number;
  readonly folder: string;
  readonly port: number;
  /** Of the listener that asks for TLS and SASL. */
  readonly securePort: number;
  /** Of the listener that asks for a client's certificate. */
  readonly mutualPort: number;
  readonly controllerPort: number;
}

/** The one user of the secure listener, good for every mechanism with a password. */
export const kafkaUser = { username: "parapet", password: "parapet-secret" } as const;

/** `server.properties` of one node that is broker and controller at once, tuned to fail over within seconds. */
export function kafkaProperties(
  node: KafkaNodePlan,
  all: readonly KafkaNodePlan[],
  certificate: KafkaCertificate,
): string {
  const replicas = Math.min(all.length, 3);
  const listeners = { PLAINTEXT: node.port, SECURE: node.securePort, MUTUAL: node.mutualPort };
  const brokerListeners = Object.entries(listeners)
    .map(([name, port]) => `${name}://127.0.0.1:${port}`)
    .join(",");
  const properties = {
    "process.roles": "broker,controller",
    "node.id": node.nodeId,
    "controller.quorum.voters": all
      .map(({ nodeId, controllerPort }) => `${nodeId}@127.0.0.1:${controllerPort}`)
      .join(","),
    listeners: `${brokerListeners},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    "advertised.listeners": brokerListeners,
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL,MUTUAL:SSL",
    ...secureListener(certificate),
    ...mutualListener(certificate),
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "log.dirs": node.folder,
    "auto.create.topics.enable": false,
    "offsets.topic.num.partitions": 4,
    "offsets.topic.replication.factor": replicas,
    "transaction.state.log.replication.factor": replicas,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.replication.factor": replicas,
    "share.coordinator.state.topic.min.isr": 1,
    "group.initial.rebalance.delay.ms": 0,
    "group.min.session.timeout.ms": 1_000,
    "broker.session.timeout.ms": 1_500,
    "broker.heartbeat.interval.ms": 300,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

function secureListener(certificate: KafkaCertificate): Readonly<Record<string, string>> {
  const scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${kafkaUser.username}="${kafkaUser.password}";`;
  // Without a validator of one's own Kafka takes unsecured tokens, whose claims alone are looked at.
  const bearer = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;";
  return {
    "listener.name.secure.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
    "listener.name.secure.plain.sasl.jaas.config": plain,
    "listener.name.secure.scram-sha-256.sasl.jaas.config": scram,
    "listener.name.secure.scram-sha-512.sasl.jaas.config": scram,
    "listener.name.secure.oauthbearer.sasl.jaas.config": bearer,
    ...tls("secure", certificate),
  };
}

function mutualListener(certificate: KafkaCertificate): Readonly<Record<string, string>> {
  return {
    "listener.name.mutual.ssl.client.auth": "required",
    "listener.name.mutual.ssl.truststore.type": "PEM",
    "listener.name.mutual.ssl.truststore.location": certificate.client.certFile,
    ...tls("mutual", certificate),
  };
}

function tls(listener: string, { keystore, password }: KafkaCertificate): Readonly<Record<string, string>> {
  const prefix = `listener.name.${listener}.ssl`;
  return {
    [`${prefix}.keystore.location`]: keystore,
    [`${prefix}.keystore.type`]: "PKCS12",
    [`${prefix}.keystore.password`]: password,
    [`${prefix}.key.password`]: password,
  };
}
