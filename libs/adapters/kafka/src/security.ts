import type { KafkaConfig } from "kafkajs";

import { createBearerAuthenticator } from "./bearer-authenticator.ts";

/** PEM texts. `ca` replaces the system's certificate authorities; `cert` and `key` together are the client's identity. */
export interface KafkaTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** A user with a password. */
export interface KafkaLogin {
  readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
  readonly username: string;
  readonly password: string;
}

/** A bearer token, asked for at each connection and again before the broker's session ends. */
export interface KafkaBearer {
  readonly mechanism: "oauthbearer";
  readonly token: () => Promise<string>;
}

export type KafkaSasl = KafkaLogin | KafkaBearer;

/** How a client proves itself to the brokers and they to it. Without `tls` the connection is in clear. */
export interface KafkaSecurity {
  readonly tls?: KafkaTls;
  readonly sasl?: KafkaSasl;
}

/** The same in kafkajs's words. */
export function toKafkaJsSecurity({ tls, sasl }: KafkaSecurity): Pick<KafkaConfig, "ssl" | "sasl"> {
  return {
    ...(tls === undefined ? {} : { ssl: { ...tls } }),
    ...(sasl === undefined ? {} : { sasl: toSaslOptions(sasl) }),
  };
}

function toSaslOptions(sasl: KafkaSasl): NonNullable<KafkaConfig["sasl"]> {
  switch (sasl.mechanism) {
    case "plain":
      return { mechanism: "plain", username: sasl.username, password: sasl.password };
    case "scram-sha-256":
      return { mechanism: "scram-sha-256", username: sasl.username, password: sasl.password };
    case "scram-sha-512":
      return { mechanism: "scram-sha-512", username: sasl.username, password: sasl.password };
    case "oauthbearer":
      return createBearerAuthenticator(sasl.token);
    default:
      return sasl satisfies never;
  }
}
