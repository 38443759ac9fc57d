import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";

import { createKafkaCertificate, type KafkaCertificate } from "./kafka-certificate.ts";
import { withFileLock } from "./kafka-file-lock.ts";
import { fetchKafkaJars, javaArguments, kafkaFolder } from "./kafka-installation.ts";
import { type KafkaCluster, launchKafka } from "./kafka-launch.ts";

export interface KafkaClusterOptions {
  readonly nodes?: number;
}

/**
 * Starts a Kafka cluster on free ports; ask `kafkaAvailability` first. The first call on a machine fetches the jars and
 * prepares a quick start; later calls find both in the user's cache.
 */
export async function startKafka({ nodes = 1 }: KafkaClusterOptions = {}): Promise<KafkaCluster> {
  const folder = kafkaFolder();
  const archive = join(folder, "kafka.jsa");
  mkdirSync(folder, { recursive: true });
  const certificate = await withFileLock(join(folder, "lock"), async () => {
    await fetchKafkaJars(folder);
    const certificate = await createKafkaCertificate(folder);
    if (!existsSync(archive)) await archiveClasses(folder, archive, certificate);
    return certificate;
  });
  return launchKafka({ javaArguments: javaArguments(folder, `-XX:SharedArchiveFile=${archive}`), certificate }, nodes);
}

/** Runs a broker once to write down which classes it loads (class data sharing): later ones start in half the time. */
async function archiveClasses(folder: string, archive: string, certificate: KafkaCertificate): Promise<void> {
  const unfinished = `${archive}.unfinished`;
  const cluster = await launchKafka(
    { javaArguments: javaArguments(folder, `-XX:ArchiveClassesAtExit=${unfinished}`), certificate },
    1,
  );
  await cluster.stop("SIGTERM");
  renameSync(unfinished, archive);
}
