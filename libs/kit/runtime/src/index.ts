export { addressOf, close, createAdminServer, listen } from "./admin-server.ts";
export { backOffMs, retryUntilDone } from "./back-off.ts";
export { systemClock } from "./clock.ts";
export { CONFIG_EXIT_CODE, ConfigError, isSet, loadConfig } from "./config.ts";
export { describeError, errorCode, ParapetError } from "./errors.ts";
export { checkHealth } from "./health.ts";
export { createKeyedByteHash, KEYED_HASH_DIGITS } from "./keyed-byte-hash.ts";
export { createKeyedHash } from "./keyed-hash.ts";
export { loadYaml } from "./load-yaml.ts";
export { createLogger, logLevels, silentLogger } from "./logger.ts";
export { createReadiness } from "./readiness.ts";
export { runMain } from "./run-main.ts";
export { composeServices } from "./service.ts";
export {
  booleanSetting,
  hashKeySetting,
  listSetting,
  logLevelSetting,
  pairsSetting,
  portSetting,
  urlSetting,
} from "./settings.ts";
export { createStageMetrics } from "./stage-metrics.ts";
export { startTelemetry } from "./telemetry.ts";
export { traced } from "./traced.ts";
export { VERSION } from "./version.ts";
export type { AdminServer, AdminServerOptions } from "./admin-server.ts";
export type { BackOff, RetryOptions } from "./back-off.ts";
export type { Clock } from "./clock.ts";
export type { Environment } from "./config.ts";
export type { HealthCheck, HealthReport } from "./health.ts";
export type { BytePlace, KeyedByteHash } from "./keyed-byte-hash.ts";
export type { KeyedHash } from "./keyed-hash.ts";
export type { Logger, LoggerOptions, LogFields, LogLevel } from "./logger.ts";
export type { MainOptions, MainProcess } from "./run-main.ts";
export type { Readiness } from "./readiness.ts";
export type { Service } from "./service.ts";
export type { StageMetrics } from "./stage-metrics.ts";
export type { Telemetry, TelemetryOptions } from "./telemetry.ts";
export type { Meter, Tracer } from "@opentelemetry/api";
export type { ParsedFile, YamlFile } from "./load-yaml.ts";
