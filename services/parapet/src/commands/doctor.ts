import { createKafkaSource, kafkaConnection, kafkaSettings } from "@parapet/kafka";
import { loadModels, modelOptions } from "@parapet/guard";
import { hasClickHouseAddress, clickhouseAddress, createClickHouse, findEngineLibrary } from "@parapet/clickhouse";
import { describeError, loadConfig, silentLogger, systemClock, type Environment } from "@parapet/runtime";
import { Command } from "commander";

import { choosePorts } from "../all-in-one/ports.ts";
import { upSettings } from "../settings/up-settings.ts";
import { writeLine, type Terminal } from "../terminal.ts";

/** One thing that has to be right. Resolves with what was found; rejects with what is wrong and what to do. */
interface Examination {
  readonly name: string;
  readonly examine: (env: Environment) => Promise<string>;
}

const MINIMUM_NODE_MAJOR = 24;

const examinations: readonly Examination[] = [
  { name: "node", examine: async () => examineNode() },
  {
    name: "settings",
    examine: async (env) => `${Object.keys(loadConfig(upSettings, env)).length} settings can be used`,
  },
  { name: "ports", examine: examinePorts },
  { name: "models", examine: examineModels },
  { name: "clickhouse", examine: examineClickHouse },
  { name: "kafka", examine: examineKafka },
];

/** `parapet doctor`: looks at the machine and the configuration; exit code 1 when something is wrong. */
export function doctorCommand(terminal: Terminal): Command {
  return new Command("doctor")
    .description("say what is wrong with this machine or configuration, and what to do")
    .action(() => examineAll(terminal));
}

async function examineAll({ env, stdout, setExitCode }: Terminal): Promise<void> {
  for (const { name, examine } of examinations) {
    const finding = await examine(env).then(
      (words) => ({ mark: "ok", words }),
      (error: unknown) => ({ mark: "wrong", words: describeError(error) }),
    );
    if (finding.mark === "wrong") setExitCode(1);
    await writeLine(stdout, `${finding.mark.padEnd(5)}  ${name.padEnd(10)}  ${finding.words}`);
  }
}

function examineNode(): string {
  const major = Number(process.versions.node.split(".", 1)[0]);
  if (major >= MINIMUM_NODE_MAJOR) return `Node ${process.versions.node}`;
  throw new Error(`Node ${process.versions.node} is too old; start through npm or pnpm, which use the project's own`);
}

async function examinePorts(env: Environment): Promise<string> {
  const ports = Object.entries(await choosePorts(loadConfig(upSettings, env)));
  return ports.map(([name, port]) => `${name} ${port}`).join(", ");
}

async function examineModels(env: Environment): Promise<string> {
  const models = await loadModels({ ...modelOptions(env), log: silentLogger });
  const heads = models.classifier.heads.map((head) => `${head.name} ${head.version}`).join(", ");
  await models.stop();
  return `encoder ${models.classifier.modelVersion} on ${models.provider()}; ${heads}`;
}

async function examineClickHouse(env: Environment): Promise<string> {
  if (!hasClickHouseAddress(env)) {
    findEngineLibrary();
    return "the embedded server can run here";
  }
  const roles = ["ingest", "read"] as const;
  for (const role of roles) {
    const store = createClickHouse(clickhouseAddress(role, env));
    try {
      await store.ping(AbortSignal.timeout(5_000));
    } finally {
      await store.close();
    }
  }
  return `answers the users ${roles.join(" and ")}`;
}

async function examineKafka(env: Environment): Promise<string> {
  if (!env["PARAPET_KAFKA_BROKERS"]) return "not used: the in-process bus takes its place";
  const settings = loadConfig(kafkaSettings, env);
  const source = createKafkaSource({
    ...kafkaConnection(settings, "parapet-doctor", silentLogger),
    topics: [settings.PARAPET_KAFKA_TOPIC],
    groupId: "parapet.ingester",
    range: { maxMessages: 1, maxBytes: 1, maxWaitMs: 1 },
    clock: systemClock,
  });
  try {
    const lag = await source.lag();
    const unread = lag.reduce((sum, { messages }) => sum + messages, 0n);
    return `${lag.length} partitions of ${settings.PARAPET_KAFKA_TOPIC}, ${unread} messages unread by the ingester`;
  } finally {
    await source.stop();
  }
}
