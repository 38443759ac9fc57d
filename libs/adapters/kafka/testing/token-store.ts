import { createServer } from "node:http";
import { text } from "node:stream/consumers";

import { addressOf, close, listen } from "@parapet/runtime";

/** The moments of one write at which a writer may die. */
export type StoreMoment = "arrived" | "recorded";

/** A store with ClickHouse's promise: a write whose token was seen before adds nothing. */
export interface TokenStore {
  readonly url: string;
  /** Every value in the order it was added, with repetitions if there are any. */
  readonly values: readonly string[];
  /** How often a token came again. */
  readonly replays: () => number;
  /** Called at each moment of each write, before it goes on. */
  onMoment: (moment: StoreMoment) => void;
  /** Resolves when that many different values are there. */
  readonly stored: (count: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startTokenStore(): Promise<TokenStore> {
  const values: string[] = [];
  const tokens = new Set<string>();
  const waiting = new Set<() => void>();
  let replays = 0;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      store.onMoment("arrived");
      const { token, values: added }: { token: string; values: string[] } = JSON.parse(body);
      if (tokens.has(token)) replays += 1;
      else values.push(...added);
      tokens.add(token);
      store.onMoment("recorded");
      for (const look of waiting) look();
      response.end();
    });
  });
  await listen(server, 0, "127.0.0.1");
  const store: TokenStore = {
    url: `http://127.0.0.1:${addressOf(server).port}/`,
    values,
    replays: () => replays,
    onMoment: () => undefined,
    stored: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (new Set(values).size < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    stop: () => close(server, 0),
  };
  return store;
}
