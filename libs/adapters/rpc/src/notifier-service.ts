import type { AlertSink } from "@parapet/alerting";
import type { Logger } from "@parapet/runtime";

import { decodeAlert } from "./alert-codec.ts";
import {
  NotifierServiceService,
  type NotifierServiceServer,
  type NotifyRequest,
  type NotifyResponse,
} from "./gen/parapet/v1/notifier.ts";
import type { GrpcService } from "./grpc-server.ts";
import { unaryHandler, type RpcContext } from "./server-call.ts";

/** `parapet.v1.NotifierService` in front of `sink`. */
export function notifierService(sink: AlertSink, log: Logger): GrpcService {
  const notify = async ({ alerts }: NotifyRequest, { signal }: RpcContext): Promise<NotifyResponse> => {
    await sink.notify(alerts.map(decodeAlert), signal);
    return {};
  };
  const implementation: NotifierServiceServer = { notify: unaryHandler(notify, log) };
  return { definition: NotifierServiceService, implementation };
}
