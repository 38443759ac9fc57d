/** Bytes that one request holds. */
export interface ByteLease {
  /** Takes more bytes; false, and nothing taken, when the budget has no room for them. */
  readonly grow: (bytes: number) => boolean;
  /** Gives everything back; idempotent. */
  readonly release: () => void;
}

/** Bounds the bytes that all requests hold together. */
export interface ByteBudget {
  readonly lease: () => ByteLease;
  readonly usedBytes: () => number;
}

export function createByteBudget(maxBytes: number): ByteBudget {
  let used = 0;
  const lease = (): ByteLease => {
    let held = 0;
    return {
      grow: (bytes) => {
        if (used + bytes > maxBytes) return false;
        used += bytes;
        held += bytes;
        return true;
      },
      release: () => {
        used -= held;
        held = 0;
      },
    };
  };
  return { lease, usedBytes: () => used };
}
