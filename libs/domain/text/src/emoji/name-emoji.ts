import { emojiNames } from "./gen/emoji-names.ts";

const names: ReadonlyMap<string, string> = new Map(
  emojiNames.map((row): [string, string] => {
    const space = row.indexOf(" ");
    return [row.slice(0, space), row.slice(space + 1)];
  }),
);

/** A flag, a skin tone or a symbol, and the same right after it, which says no more; some at a time, so that a run takes no stack. */
const symbols = /(\p{RI}{2}|[\p{Emoji_Modifier}\p{Extended_Pictographic}])\1{0,64}/gu;

/**
 * Emoji as words, ` grinning face `: a vocabulary of word pieces has none of them, so that a model would read each as the
 * same unknown token, and who threatens with a knife as who offers a rose. What has no name stays as it is. Sequences
 * are named part by part.
 */
export function nameEmoji(text: string): string {
  return text.replace(symbols, (found, symbol: string) => {
    const name = names.get(symbol);
    return name === undefined ? found : ` ${name} `;
  });
}
