import { createHash } from "node:crypto";

const base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/** Version, hash and checksum of an address in Base58Check. */
const addressBytes = 25;
const checksumBytes = 4;
/** Versions of the main network: pay to a public key's hash (begins with 1), to a script's hash (3). */
const versions: ReadonlySet<number> = new Set([0, 5]);

/** Whether an address in Base58Check carries the first four bytes of its double SHA-256 (Bitcoin developer reference). */
export function isBase58Address(address: string): boolean {
  const bytes = base58Bytes(address);
  if (bytes === null || !versions.has(bytes[0] ?? -1)) return false;
  const payload = bytes.subarray(0, addressBytes - checksumBytes);
  return sha256(sha256(payload))
    .subarray(0, checksumBytes)
    .equals(bytes.subarray(addressBytes - checksumBytes));
}

/** The 25 bytes of an address, or null where it has fewer or more; each leading 1 is a byte of zero. */
function base58Bytes(address: string): Buffer | null {
  let value = 0n;
  for (const character of address) {
    const digit = base58Alphabet.indexOf(character);
    if (digit < 0) return null;
    value = value * 58n + BigInt(digit);
  }
  const zeros = address.length - address.replace(/^1+/, "").length;
  const hex = value === 0n ? "" : value.toString(16);
  const significant = Math.ceil(hex.length / 2);
  if (zeros + significant !== addressBytes) return null;
  return Buffer.from(hex.padStart(addressBytes * 2, "0"), "hex");
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** What the checksum leaves: 1 for Bech32 (BIP 173, witness version 0), the other for Bech32m (BIP 350, from 1 on). */
const bech32Residue = 1;
const bech32mResidue = 0x2bc830a3;
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** `bc` as the checksum reads it: the high bits of each letter, a zero, the low bits (BIP 173). */
const expandedPrefix = [3, 3, 0, 2, 3];

/** Whether `bc1…`, in one case, is a witness address of the main network with a checksum that holds. */
export function isBech32Address(address: string): boolean {
  const lower = address.toLowerCase();
  if (address !== lower && address !== address.toUpperCase()) return false;
  const values = Array.from(lower.slice(3), (character) => bech32Alphabet.indexOf(character));
  if (values.includes(-1)) return false;
  const [version = -1] = values;
  const residue = polymodOf([...expandedPrefix, ...values]);
  return version <= 16 && residue === (version === 0 ? bech32Residue : bech32mResidue);
}

function polymodOf(values: readonly number[]): number {
  return values.reduce((checksum, value) => {
    const top = checksum >>> 25;
    const shifted = ((checksum & 0x1ffffff) << 5) ^ value;
    return generators.reduce((sum, generator, bit) => ((top >>> bit) & 1 ? sum ^ generator : sum), shifted);
  }, 1);
}
