import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { KafkaCertificate } from "./kafka-certificate.ts";
import { countKafkaBrokers } from "./kafka-metadata.ts";
import { KafkaNode, randomKafkaId } from "./kafka-node.ts";
import { freePorts } from "./free-ports.ts";
import { type KafkaNodePlan, kafkaProperties, kafkaUser } from "./kafka-properties.ts";

interface KafkaSecureListener {
  readonly brokers: readonly string[];
  /** The certificate authority to trust, as PEM. */
  readonly ca: string;
  readonly username: string;
  readonly password: string;
}

/** Where a client's certificate is asked for, and one that is trusted there; PEM texts. */
interface KafkaMutualListener {
  readonly brokers: readonly string[];
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** What all brokers of a machine share. */
export interface KafkaInstallation {
  readonly javaArguments: readonly string[];
  readonly certificate: KafkaCertificate;
}

/** A real Apache Kafka in KRaft mode on loopback. */
export interface KafkaCluster {
  /** `host:port` of every broker. */
  readonly brokers: readonly string[];
  /** The same brokers where they ask for TLS and for a user, by PLAIN or SCRAM, or for an unsecured bearer token. */
  readonly secure: KafkaSecureListener;
  readonly mutual: KafkaMutualListener;
  /** Ends a broker (by index, the first by default) as a crash would. */
  readonly kill: (node?: number) => Promise<void>;
  /** Ends a broker in order and starts it again, with its data; also brings a killed one back. */
  readonly restart: (node?: number) => Promise<void>;
  /** Ends all brokers and removes their data. By default at once: nobody needs the data any more. */
  readonly stop: (signal?: "SIGTERM" | "SIGKILL") => Promise<void>;
}

/** Far beyond what a start takes, even on a machine that does much else. */
const START_TIMEOUT_MS = 60_000;

/** Starts `count` brokers; resolves when all of them know of each other. */
export async function launchKafka(
  { javaArguments, certificate }: KafkaInstallation,
  count: number,
): Promise<KafkaCluster> {
  const root = mkdtempSync(join(tmpdir(), "parapet-kafka-"));
  const plans = await planNodes(root, count);
  const nodes = plans.map((plan) => new KafkaNode(javaArguments, plan));
  const stop = async (signal: "SIGTERM" | "SIGKILL" = "SIGKILL"): Promise<void> => {
    await Promise.all(nodes.map((node) => node.end(signal)));
    rmSync(root, { recursive: true, force: true });
  };
  try {
    const clusterId = randomKafkaId();
    await Promise.all(nodes.map((node) => node.format(clusterId, kafkaProperties(node.plan, plans, certificate))));
    for (const node of nodes) node.start();
    await untilReady(nodes, count);
  } catch (error) {
    await stop();
    throw error;
  }
  const nodeAt = (index: number): KafkaNode => {
    const node = nodes[index];
    if (node === undefined) throw new RangeError(`the cluster has no node ${index}, only ${count}`);
    return node;
  };
  const restart = async (index = 0): Promise<void> => {
    const node = nodeAt(index);
    await node.end("SIGTERM");
    node.start();
    await untilReady([node], count);
  };
  const brokers = plans.map(({ port }) => `127.0.0.1:${port}`);
  const secure = {
    ...kafkaUser,
    ca: certificate.ca,
    brokers: plans.map(({ securePort }) => `127.0.0.1:${securePort}`),
  };
  const { cert, key } = certificate.client;
  const mutual = { ca: certificate.ca, cert, key, brokers: plans.map(({ mutualPort }) => `127.0.0.1:${mutualPort}`) };
  return { brokers, secure, mutual, kill: (index = 0) => nodeAt(index).end("SIGKILL"), restart, stop };
}

const PORTS_PER_NODE = 4;

async function planNodes(root: string, count: number): Promise<readonly KafkaNodePlan[]> {
  const ports = await freePorts(PORTS_PER_NODE * count);
  return Array.from({ length: count }, (_, index) => ({
    nodeId: index + 1,
    folder: join(root, `node-${index + 1}`),
    port: ports[PORTS_PER_NODE * index] ?? 0,
    securePort: ports[PORTS_PER_NODE * index + 1] ?? 0,
    mutualPort: ports[PORTS_PER_NODE * index + 2] ?? 0,
    controllerPort: ports[PORTS_PER_NODE * index + 3] ?? 0,
  }));
}

async function untilReady(nodes: readonly KafkaNode[], count: number): Promise<void> {
  const signal = AbortSignal.timeout(START_TIMEOUT_MS);
  for (const node of nodes) {
    while ((await countKafkaBrokers(node.plan.port)) < count) {
      node.requireRunning();
      await delay(20, undefined, { signal });
    }
  }
}
