import { createServer } from "node:net";

export type Probe =
  | { readonly kind: "free"; readonly port: number }
  /** `code` is Node's: `EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, … */
  | { readonly kind: "refused"; readonly code: string };

/** Binds a port and lets it go again; 0 finds a free one. */
export function probePort(port: number, host: string): Promise<Probe> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve({ kind: "refused", code: error.code ?? error.name }));
    probe.listen(port, host, () => {
      const address = probe.address();
      const bound = address === null || typeof address === "string" ? port : address.port;
      probe.close(() => resolve({ kind: "free", port: bound }));
    });
  });
}
