import { isIPv6 } from "node:net";

/** How the host that a service listens on is named in a URL that can be opened on this machine. */
export function urlHost(listenHost: string): string {
  if (listenHost === "0.0.0.0" || listenHost === "::") return "127.0.0.1";
  return isIPv6(listenHost) ? `[${listenHost}]` : listenHost;
}
