import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv } from "node:crypto";

const algorithm = "aes-256-gcm";
const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;

export interface ValueCipherOptions {
  /** The 32 bytes of a tenant's key. */
  readonly key: Uint8Array;
  /** As many random bytes as asked for, new ones every time: a nonce that comes twice breaks the cipher. */
  readonly randomBytes: (length: number) => Uint8Array;
}

export interface ValueCipher {
  /** A token that only `decrypt` with this key and entity reads: nonce, ciphertext and tag in base64url. */
  readonly encrypt: (value: string, entity: string) => string;
  /** The value of a token; null for one that was changed, moved to another entity, or made with another key. */
  readonly decrypt: (token: string, entity: string) => string | null;
}

/**
 * Encrypts single values with AES-256-GCM (NIST SP 800-38D), the entity authenticated with them.
 *
 * @throws RangeError when the key is not 32 bytes long.
 */
export function createValueCipher({ key, randomBytes }: ValueCipherOptions): ValueCipher {
  if (key.length !== keyLength) throw new RangeError(`A key of AES-256 has ${keyLength} bytes, not ${key.length}.`);
  return {
    encrypt: (value, entity) => {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(entity));
      const ciphertext = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]).toString("base64url");
    },
    decrypt: (token, entity) => {
      const bytes = Buffer.from(token, "base64url");
      // Node skips what is no base64url; only the one spelling of a token is read.
      const isToken = bytes.length >= nonceLength + tagLength && bytes.toString("base64url") === token;
      return isToken ? open(bytes, key, entity) : null;
    },
  };
}

function open(bytes: Buffer, key: Uint8Array, entity: string): string | null {
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength), { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(entity)).setAuthTag(bytes.subarray(-tagLength));
  try {
    const value = decipher.update(bytes.subarray(nonceLength, -tagLength));
    return Buffer.concat([value, decipher.final()]).toString("utf8");
  } catch {
    // The one error of `final` here is that the tag does not fit: the answer that null stands for.
    return null;
  }
}
