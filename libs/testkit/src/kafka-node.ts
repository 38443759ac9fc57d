import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

import { type KafkaNodePlan, kafkaUser } from "./kafka-properties.ts";

const run = promisify(execFile);

/** A cluster or directory id as Kafka writes it: 16 random bytes in base64url without padding. */
export function randomKafkaId(): string {
  const id = Buffer.from(randomUUID().replaceAll("-", ""), "hex").toString("base64url");
  return id.startsWith("-") ? randomKafkaId() : id; // A leading dash would read as an option.
}

/** One broker process and its folder; it can be started and ended again and again. */
export class KafkaNode {
  readonly plan: KafkaNodePlan;
  readonly #java: readonly string[];
  readonly #propertiesFile: string;
  #process: ChildProcess | null = null;
  #output = "";

  constructor(javaArguments: readonly string[], plan: KafkaNodePlan) {
    this.plan = plan;
    this.#java = javaArguments;
    this.#propertiesFile = `${plan.folder}.properties`;
  }

  async format(clusterId: string, properties: string): Promise<void> {
    mkdirSync(this.plan.folder, { recursive: true });
    writeFileSync(this.#propertiesFile, properties);
    const scram = ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((mechanism) => [
      "--add-scram",
      `${mechanism}=[name=${kafkaUser.username},password=${kafkaUser.password}]`,
    ]);
    const format = ["format", "-t", clusterId, "-c", this.#propertiesFile, "--ignore-formatted", ...scram];
    await run("java", [...this.#java, "kafka.tools.StorageTool", ...format], { timeout: 60_000 });
  }

  start(): void {
    const child = spawn("java", [...this.#java, "kafka.Kafka", this.#propertiesFile], {
      cwd: join(this.plan.folder, ".."),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const keep = (data: Buffer): void => {
      this.#output = `${this.#output}${data.toString()}`.slice(-8_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const killWithUs = (): void => void child.kill("SIGKILL");
    process.once("exit", killWithUs);
    child.once("exit", () => process.off("exit", killWithUs));
    this.#process = child;
  }

  /** Throws with the broker's last words when it has ended by itself. */
  requireRunning(): void {
    if (this.#process?.exitCode === null && this.#process.signalCode === null) return;
    throw new Error(`the Kafka broker ended by itself:\n${this.#output}`);
  }

  /** Ends the process: SIGTERM to flush and hand over, SIGKILL as a crash would. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    const isLate = await Promise.race([exit.then(() => false), delay(10_000, true, { ref: false })]);
    if (!isLate) return;
    child.kill("SIGKILL");
    await exit;
  }
}
