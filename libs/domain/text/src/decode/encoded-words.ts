import type { Replacement } from "../views/view-builder.ts";
import { decodeBase32 } from "./base32.ts";
import { decodeBase64 } from "./base64.ts";
import type { Decoder } from "./decoder.ts";
import { LONG_WORD } from "./encoding-signals.ts";
import { decodeHex } from "./hex.ts";
import { longWords } from "./long-words.ts";

/** Long words that are bytes in hexadecimal, base32 or base64: of the narrowest alphabet in which they make sense. */
export const encodedWordsDecoder: Decoder = {
  signals: LONG_WORD,
  find: (text) => {
    const found: Replacement[] = [];
    let done = 0;
    for (const word of longWords(text)) {
      if (word.start < done) continue;
      const alone = decodeHex(text, word) ?? decodeBase32(text, word);
      if (alone !== undefined) {
        found.push(alone);
        done = word.end;
        continue;
      }
      const run = decodeBase64(text, word, done);
      found.push(...run.replacements);
      done = run.end;
    }
    return found;
  },
};
