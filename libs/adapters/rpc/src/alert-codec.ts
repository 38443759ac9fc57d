import { alertStatuses, type Alert } from "@parapet/alerting";

import { createEnumMap } from "./enum-map.ts";
import { AlertStatus, type Alert as WireAlert } from "./gen/parapet/v1/notifier.ts";
import { RpcError } from "./rpc-error.ts";

const statusMap = createEnumMap(alertStatuses, {
  firing: AlertStatus.ALERT_STATUS_FIRING,
  resolved: AlertStatus.ALERT_STATUS_RESOLVED,
});

/** Times travel with millisecond precision. */
export function encodeAlert({ status, startsAt, endsAt, ...alert }: Alert): WireAlert {
  return {
    ...alert,
    status: statusMap.toWire(status),
    startsAt: new Date(startsAt),
    endsAt: endsAt === undefined ? undefined : new Date(endsAt),
  };
}

/** @throws RpcError `invalid_argument` for an alert without fingerprint or start, or with a status unknown here. */
export function decodeAlert({ status, startsAt, endsAt, ...alert }: WireAlert): Alert {
  const known = statusMap.fromWire(status);
  if (known === null) throw new RpcError("invalid_argument", "an alert has no status that this server knows");
  if (alert.fingerprint === "") throw new RpcError("invalid_argument", "an alert has no fingerprint");
  if (startsAt === undefined) throw new RpcError("invalid_argument", "an alert has no starts_at");
  return {
    ...alert,
    status: known,
    startsAt: startsAt.toISOString(),
    ...(endsAt === undefined ? {} : { endsAt: endsAt.toISOString() }),
  };
}
