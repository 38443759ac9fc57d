import type { Labels } from "./labels.ts";

export const alertStatuses = ["firing", "resolved"] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** An alert as it travels to those who are told of it. */
export interface Alert {
  /** Identity: `fingerprintLabels(labels)`. */
  readonly fingerprint: string;
  /** Identity only. A value in a label would make a new alert at each change; values are annotations. */
  readonly labels: Labels;
  readonly annotations: Labels;
  /** When it began to fire: RFC 3339, UTC. */
  readonly startsAt: string;
  /** Resolved: when it ended. Firing: until when this statement holds, unless it is repeated before. RFC 3339, UTC. */
  readonly endsAt?: string;
  readonly status: AlertStatus;
  /** Where the alert and its evidence can be looked at. */
  readonly generatorUrl: string;
}
