import { ServerInterceptingCall, ServerListenerBuilder, type ServerInterceptor } from "@grpc/grpc-js";

/**
 * Counts the calls that end before a whole request was read. The transport refuses some requests by itself (larger than
 * the limit, broken compression) and some callers go away; no handler sees either.
 */
export function countUnreadCalls(onUnread: () => void): ServerInterceptor {
  return (_method, call) => {
    let isRead = false;
    const listener = new ServerListenerBuilder()
      .withOnReceiveMessage((message, next) => {
        isRead = true;
        next(message);
      })
      .withOnCancel(() => {
        if (!isRead) onUnread();
      })
      .build();
    return new ServerInterceptingCall(call, { start: (next) => next(listener) });
  };
}
