import type { AlertSink } from "@parapet/alerting";

import { encodeAlert } from "./alert-codec.ts";
import { NotifierServiceClient } from "./gen/parapet/v1/notifier.ts";
import { channelCredentials, channelOptions, unaryCall, type GrpcClientOptions } from "./grpc-client.ts";

export interface NotifierClient extends AlertSink {
  readonly close: () => void;
}

/** The alert sink on the other side of a connection. A failed call throws `RpcError`; repeating it is harmless. */
export function createNotifierClient(options: GrpcClientOptions): NotifierClient {
  const client = new NotifierServiceClient(options.address, channelCredentials(options), channelOptions);
  const call = unaryCall(client.notify.bind(client), options);
  return {
    notify: async (alerts, signal) => {
      await call({ alerts: alerts.map(encodeAlert) }, signal);
    },
    close: () => client.close(),
  };
}
