import type { TlsFiles } from "@parapet/rpc";

/** Where a listener binds, and with which certificate; plain without one. Port 0 takes any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsFiles;
}
