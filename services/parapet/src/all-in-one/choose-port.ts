import { createServer } from "node:net";

/**
 * A port to bind: the one that was set; else the usual one where it is free, and any free one where it is not. A port
 * that was set and is busy is left to fail at the bind, which names it.
 */
export async function choosePort(set: number | undefined, usual: number, host: string): Promise<number> {
  if (set !== undefined && set !== 0) return set;
  const isUsualWanted = set === undefined;
  return (isUsualWanted ? await tryPort(usual, host) : null) ?? (await tryPort(0, host)) ?? usual;
}

/** The port that could be bound and was let go again, or null. */
function tryPort(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(null));
    probe.listen(port, host, () => {
      const address = probe.address();
      const bound = address === null || typeof address === "string" ? null : address.port;
      probe.close(() => resolve(bound));
    });
  });
}
