import { kafkaConnection, kafkaSettings, type KafkaConnection } from "@parapet/kafka";
import { createLogger, loadConfig, type Environment } from "@parapet/runtime";

/**
 * The brokers that the settings name.
 *
 * @throws ConfigError without any: an all-in-one without Kafka keeps no messages that could be read again.
 */
export function openKafka(env: Environment): KafkaConnection {
  const log = createLogger({ service: "parapet-dlq", level: "error" });
  return kafkaConnection(loadConfig(kafkaSettings, env), "parapet-dlq", log);
}
