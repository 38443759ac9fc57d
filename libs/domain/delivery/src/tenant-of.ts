import type { Message } from "./message.ts";
import { DEFAULT_TENANT, TENANT_HEADER } from "./stream-headers.ts";

/**
 * The tenant of a message, from what was authenticated and never from its body: the tenant that owns the topic, else
 * the one that the gateway wrote into the header, else the default.
 */
export function tenantOf(message: Message, topicTenants: ReadonlyMap<string, string>): string {
  return topicTenants.get(message.topic) ?? message.headers[TENANT_HEADER] ?? DEFAULT_TENANT;
}
