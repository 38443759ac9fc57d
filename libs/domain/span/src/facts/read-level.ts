import { readText } from "./attribute-readers.ts";
import type { Reader } from "./attribute-readers.ts";
import { alias } from "./dialect.ts";
import type { Alias } from "./dialect.ts";

/** Words of Langfuse and of the usual loggers, as the levels of `LlmSpan.level`. */
const levelByName: ReadonlyMap<string, string> = new Map([
  ["trace", "debug"],
  ["debug", "debug"],
  ["default", "default"],
  ["info", "default"],
  ["information", "default"],
  ["notice", "default"],
  ["log", "default"],
  ["warn", "warning"],
  ["warning", "warning"],
  ["error", "error"],
  ["err", "error"],
  ["fatal", "error"],
  ["critical", "error"],
]);

/** One of `debug`, `default`, `warning`, `error`; undefined for a word that is no level. */
const readLevel: Reader<string> = (value) => levelByName.get((readText(value) ?? "").trim().toLowerCase());

/** Keeps the attribute where the sender's word is another than the level's. */
export function levelAlias(...keys: string[]): Alias {
  const plain = alias("level", readLevel, keys);
  return {
    ...plain,
    offer(draft, value, source) {
      const level = readLevel(value);
      if (level !== undefined) draft.offer("level", level, { ...source, keys: value === level ? source.keys : [] });
    },
  };
}
