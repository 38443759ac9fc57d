import { statfs } from "node:fs/promises";

import { hasClickHouseAddress } from "@parapet/clickhouse";
import { openModels } from "@parapet/guard";
import { createKafkaSource, kafkaConnection, kafkaSettings } from "@parapet/kafka";
import { isSet, loadConfig, silentLogger, systemClock, type Environment, type Logger } from "@parapet/runtime";

import { readConnection } from "../all-in-one/connection-file.ts";
import { choosePorts } from "../all-in-one/ports.ts";
import { prepareDataFolder } from "../all-in-one/prepare-data-folder.ts";
import { dataFolders } from "../settings/data-folder.ts";
import { loadUpSettings } from "../settings/up-settings.ts";
import { examineClickHouse, examineSchema, examineSystemLogs, examineWindows } from "./examine-store.ts";

/** One thing that has to be right. Resolves with what was found; rejects with what is wrong and what to do. */
export interface Examination {
  readonly name: string;
  readonly examine: (env: Environment) => Promise<string>;
}

export const examinations: readonly Examination[] = [
  { name: "node", examine: async () => examineNode(process.versions.node) },
  { name: "settings", examine: examineSettings },
  { name: "ports", examine: examinePorts },
  { name: "folder", examine: examineFolder },
  { name: "models", examine: examineModels },
  { name: "clickhouse", examine: examineClickHouse },
  { name: "schema", examine: examineSchema },
  { name: "windows", examine: examineWindows },
  { name: "logs", examine: examineSystemLogs },
  { name: "kafka", examine: examineKafka },
];

const MINIMUM_NODE_MAJOR = 24;
const MINIMUM_FREE_BYTES = 1024 ** 3;

export function examineNode(version: string): string {
  if (Number(version.split(".", 1)[0]) >= MINIMUM_NODE_MAJOR) return `Node ${version}`;
  throw new Error(`Node ${version} is too old; start through npm or pnpm, which use the project's own`);
}

async function examineSettings(env: Environment): Promise<string> {
  loadUpSettings(env);
  const names = Object.keys(env).filter((name) => name.startsWith("PARAPET_"));
  return names.length === 0 ? "none is set: defaults throughout" : `can be used: ${names.sort().join(", ")}`;
}

async function examinePorts(env: Environment): Promise<string> {
  const { PARAPET_LISTEN_HOST: host, ...settings } = loadUpSettings(env);
  const ports = Object.entries(await choosePorts({ PARAPET_LISTEN_HOST: host, ...settings }));
  return `free on ${host}: ${ports.map(([name, port]) => `${name} ${port}`).join(", ")}`;
}

/** What the embedded server needs; one that is external has its own. */
async function examineFolder(env: Environment): Promise<string> {
  if (hasClickHouseAddress(env)) return "not used: the store is PARAPET_CLICKHOUSE_URL";
  const { data } = dataFolders(env);
  prepareDataFolder(data);
  const { bavail, bsize } = await statfs(data);
  const gibibytes = ((bavail * bsize) / 1024 ** 3).toFixed(1);
  if (bavail * bsize < MINIMUM_FREE_BYTES)
    throw new Error(`${data} has ${gibibytes} GiB left; make room for one at least`);
  return `${data} can be written, ${gibibytes} GiB free${readConnection(data) === null ? "" : "; in use by a running all-in-one"}`;
}

async function examineModels(env: Environment): Promise<string> {
  const problems: unknown[] = [];
  const log: Logger = { ...silentLogger, error: (_, fields) => void problems.push(fields?.["problem"]) };
  const { classifier, missing, provider, stop } = await openModels(env, log);
  await stop();
  const unasked = missing.map(({ name }) => name).join(", ");
  if (missing.length > 0) throw new Error(`no model looks for ${unasked}: ${problems.join("; ")}`);
  const detectors = classifier.detectors.map(({ name, version }) => `${name} ${version}`).join(", ");
  return `${detectors} on ${provider()}`;
}

async function examineKafka(env: Environment): Promise<string> {
  if (!isSet("PARAPET_KAFKA_BROKERS", env)) return "not used: the in-process bus takes its place";
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
    const oldest = Math.max(0, ...lag.map(({ seconds }) => seconds ?? 0));
    const age = unread === 0n ? "" : `, the oldest ${oldest.toFixed(0)} s old`;
    return `${lag.length} partitions of ${settings.PARAPET_KAFKA_TOPIC}, ${unread} messages unread by the ingester${age}`;
  } finally {
    await source.stop();
  }
}
