import { createRequire } from "node:module";

/** The part of kafkajs's internal request queue that is changed here. */
interface RequestQueuePrototype {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: (this: RequestQueuePrototype) => void;
}

const quieted = new WeakSet<RequestQueuePrototype>();

/**
 * kafkajs 2.2.4 looks for waiting requests every millisecond even when none waits, by a timer with a negative delay:
 * an idle client burns CPU, and Node warns of it. The timer is needed only while requests wait, so it is set only then.
 * Repeating is harmless. The exact version of kafkajs is pinned; this fails at once where its internals differ.
 */
export function quietRequestQueue(): void {
  const { prototype }: { readonly prototype: RequestQueuePrototype } = createRequire(import.meta.url)(
    "kafkajs/src/network/requestQueue",
  );
  if (quieted.has(prototype)) return;
  quieted.add(prototype);
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function scheduleWhileRequestsWait(): void {
    if (this.pending.length > 0) schedule.call(this);
  };
}
