import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const KAFKA_VERSION = "4.4.0";

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>parapet</groupId>
  <artifactId>kafka-for-tests</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/** A small heap and a quick start rather than throughput: brokers of tests live for seconds. */
const jvmOptions = [
  "-Xms64m",
  "-Xmx256m",
  "-XX:+UseSerialGC",
  "-XX:TieredStopAtLevel=1",
  "-XX:-UsePerfData",
  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
];

/** One folder per version and set of jars, shared by all checkouts on the machine. */
export function kafkaFolder(): string {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const hash = createHash("sha256").update(pom).digest("hex").slice(0, 12);
  return join(cache, "parapet", "kafka", `${KAFKA_VERSION}-${hash}`);
}

/**
 * Null when a Kafka broker can be started here, otherwise the reason why not. Where `CI` is `true` a missing
 * requirement is a failure instead: nothing may be left out there.
 */
export function kafkaAvailability(env: NodeJS.ProcessEnv = process.env): string | null {
  const reason = missingRequirement();
  if (reason !== null && env["CI"] === "true") throw new Error(`${reason}: CI leaves no suite out; install it`);
  return reason;
}

function missingRequirement(): string | null {
  const java = spawnSync("java", ["-version"], { encoding: "utf8" });
  const major = Number(/version "(\d+)/.exec(java.stderr ?? "")?.[1] ?? 0);
  if (major < 17) return "Kafka needs Java 17 or newer on the PATH";
  if (spawnSync("openssl", ["version"]).status !== 0) return "the brokers' certificates need openssl on the PATH";
  if (existsSync(libsOf(kafkaFolder()))) return null;
  return spawnSync("mvn", ["-version"]).status === 0
    ? null
    : "Kafka's jars are fetched by Maven (mvn), which is not on the PATH";
}

/** Fetches the jars from Maven Central into the folder, unless they are there; to be called under the folder's lock. */
export async function fetchKafkaJars(folder: string): Promise<void> {
  if (existsSync(libsOf(folder))) return;
  const unfinished = join(folder, "libs.unfinished");
  rmSync(unfinished, { recursive: true, force: true });
  writeFileSync(join(folder, "pom.xml"), pom);
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${unfinished}`];
  await run("mvn", ["-B", "-q", "-f", join(folder, "pom.xml"), ...goal], { timeout: 300_000 });
  renameSync(unfinished, libsOf(folder)); // The folder gets its name only when it is complete.
}

/** The `java` arguments before the class to run. The class data archive is good for this very class path only. */
export function javaArguments(folder: string, archiveOption: string): readonly string[] {
  const jars = readdirSync(libsOf(folder)).filter((name) => name.endsWith(".jar"));
  const paths = jars.sort().map((name) => join(libsOf(folder), name));
  return [...jvmOptions, archiveOption, "-cp", paths.join(":")];
}

function libsOf(folder: string): string {
  return join(folder, "libs");
}
