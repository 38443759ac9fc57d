import { createServer } from "node:http";

import { addressOf, close, listen } from "@parapet/runtime";

/** What answers like a ClickHouse of another version, as far as the question for its version goes. */
export interface OldServer {
  readonly url: string;
  /** The version from now on. */
  readonly become: (version: string) => void;
  readonly stop: () => Promise<void>;
}

export async function startOldServer(version: string): Promise<OldServer> {
  let told = version;
  const server = createServer((request, response) => {
    request.resume().once("end", () => response.end(`${JSON.stringify({ version: told })}\n`));
  });
  await listen(server, 0, "127.0.0.1");
  return {
    url: `http://127.0.0.1:${addressOf(server).port}`,
    become: (next) => {
      told = next;
    },
    stop: () => close(server, 0),
  };
}
