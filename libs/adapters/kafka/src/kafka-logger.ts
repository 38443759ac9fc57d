import type { Logger, LogFields } from "@parapet/runtime";
import kafkajs, { type logCreator, type LogEntry, type LoggerEntryContent } from "kafkajs";

const { logLevel } = kafkajs;

/** Fields of kafkajs's log lines that name the cluster's parts; all else (stacks, payloads) stays out of the log. */
const forwardedFields = ["broker", "clientId", "groupId", "topic", "partition", "retryCount", "error"] as const;

/**
 * kafkajs's log on ours. kafkajs reports as errors what it then retries, so these are warnings here; what it calls
 * information (pauses, joins) comes several times a second under load, so it is for debugging.
 */
export function kafkaLogCreator(log: Logger): logCreator {
  return () =>
    ({ namespace, level, log: entry }: LogEntry): void => {
      const message = `kafkajs ${namespace}: ${entry.message}`;
      if (level === logLevel.ERROR || level === logLevel.WARN) log.warn(message, fieldsOf(entry));
      else log.debug(message, fieldsOf(entry));
    };
}

function fieldsOf(entry: LoggerEntryContent): LogFields {
  const known = forwardedFields.flatMap((name) => {
    const value: unknown = entry[name];
    return typeof value === "string" || typeof value === "number" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(known);
}
