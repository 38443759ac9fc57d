import { insertToken, type Message, type MessageRange, type RangeHandler } from "@parapet/delivery";

/** A handler that keeps copies of what it is given, and lets a test wait for it without a clock. */
export interface Recorder {
  readonly handler: RangeHandler;
  readonly ranges: readonly MessageRange[];
  readonly messages: () => readonly Message[];
  readonly tokens: () => readonly string[];
  /** Resolves when that many messages have been kept. */
  readonly received: (count: number) => Promise<void>;
}

/** `before` runs before a range is kept: what it throws, or how long it waits, is what the handler does. */
export function createRecorder(
  before: (range: MessageRange, signal: AbortSignal) => Promise<void> = async () => undefined,
): Recorder {
  const ranges: MessageRange[] = [];
  const waiting = new Set<() => void>();
  const messages = (): readonly Message[] => ranges.flatMap((range) => range.messages);
  return {
    ranges,
    messages,
    tokens: () => ranges.map(insertToken),
    handler: async (range, signal) => {
      await before(range, signal);
      ranges.push({ ...range, messages: range.messages.map(copyOf) });
      for (const look of waiting) look();
    },
    received: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (messages().length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

/** The memory of a message is its source's again when the handler has resolved. */
function copyOf(message: Message): Message {
  return { ...message, value: message.value === null ? null : Uint8Array.from(message.value) };
}

/** A promise that a test resolves by hand. */
export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

export function createGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = () => resolve();
  });
  return { opened, open: () => open() };
}
