import { clickhouseAddress, hasClickHouseAddress } from "@parapet/clickhouse";
import { consoleTokenSetting } from "@parapet/console";
import { receiverSettings, receiversOf, type ReceiverSettings } from "@parapet/gateway";
import { loadPolicy, modelOptions, policyFileSetting } from "@parapet/guard";
import { loadSensitivePolicy, sensitiveFileSetting } from "@parapet/ingester";
import { contentModes } from "@parapet/sensitive";
import { kafkaConnection, kafkaSettings } from "@parapet/kafka";
import { alertTargetSettings, alertTargetsOf } from "@parapet/notifier";
import { loadPriceFiles, priceSettings } from "@parapet/prices";
import { loadRulesFile } from "@parapet/ruler";
import {
  hashKeySetting,
  isSet,
  loadConfig,
  logLevelSetting,
  pairsSetting,
  silentLogger,
  systemClock,
  urlSetting,
  type Environment,
} from "@parapet/runtime";
import { scrapeSettings, scrapeTargets } from "@parapet/scraper";
import { z } from "zod";

import { dataFolderSetting } from "./data-folder.ts";

/** A port that may be left open: without the setting the usual one is taken, or any free one where that is busy. */
const openPort = z.coerce.number().int().min(0).max(65_535).describe("a port number, 0 for any free one").optional();

const seconds = z.coerce.number().min(1).describe("a number of seconds, at least 1");

/** Settings of `parapet up` beside those of Kafka, ClickHouse and the models. */
const upSettings = z.object({
  ...receiverSettings.shape,
  ...alertTargetSettings.shape,
  ...scrapeSettings.shape,
  ...priceSettings.shape,
  PARAPET_DATA_FOLDER: dataFolderSetting,
  PARAPET_OTLP_GRPC_PORT: openPort,
  PARAPET_OTLP_HTTP_PORT: openPort,
  PARAPET_GRPC_PORT: openPort,
  PARAPET_CONSOLE_PORT: openPort,
  PARAPET_ADMIN_PORT: openPort,
  PARAPET_CONSOLE_TOKEN: consoleTokenSetting.optional(),
  PARAPET_TOPIC_TENANTS: pairsSetting.default(new Map()),
  PARAPET_HASH_KEY: hashKeySetting.optional(),
  PARAPET_CONTENT: z.enum(contentModes).describe("none, hash, redacted or full").default("redacted"),
  PARAPET_SENSITIVE_FILE: sensitiveFileSetting,
  PARAPET_POLICY_FILE: policyFileSetting,
  PARAPET_GUARD_MAX_AGE_SECONDS: seconds.default(600),
  PARAPET_RULES_FILE: z.string().describe("a JSON file of rules").optional(),
  PARAPET_RULER_INTERVAL_SECONDS: seconds.default(30),
  PARAPET_EXTERNAL_URL: urlSetting.optional(),
  PARAPET_OTLP_ENDPOINT: urlSetting.optional(),
  PARAPET_LOG_LEVEL: logLevelSetting,
});
export type UpSettings = z.output<typeof upSettings>;

/**
 * Every setting of `parapet up`, also those that are read again where they are used: a wrong one is told before
 * anything is started.
 *
 * @throws ConfigError
 */
export function loadUpSettings(env: Environment): UpSettings {
  const settings = loadConfig(upSettings, env);
  receiversOf(settingsOfReceivers(settings));
  alertTargetsOf(settings, { externalUrl: "http://127.0.0.1", clock: systemClock });
  scrapeTargets(settings);
  loadRulesFile(settings.PARAPET_RULES_FILE);
  loadPriceFiles(settings.PARAPET_PRICE_FILES);
  loadSensitivePolicy(settings.PARAPET_SENSITIVE_FILE);
  loadPolicy(settings.PARAPET_POLICY_FILE);
  modelOptions(env);
  if (isSet("PARAPET_KAFKA_BROKERS", env)) kafkaConnection(loadConfig(kafkaSettings, env), "parapet", silentLogger);
  if (hasClickHouseAddress(env)) for (const role of ["ingest", "read"] as const) clickhouseAddress(role, env);
  return settings;
}

function settingsOfReceivers(settings: UpSettings): ReceiverSettings {
  return { ...settings, PARAPET_OTLP_GRPC_PORT: 0, PARAPET_OTLP_HTTP_PORT: 0 };
}
