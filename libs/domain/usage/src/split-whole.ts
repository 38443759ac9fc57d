/** Parts that are taken off a whole one after the other. */
export interface WholeSplit {
  /** The part, or what is left of the whole where that is less; unknown is none. */
  readonly take: (part: number | null) => number;
  /** What no part took; nothing when the whole is unknown. */
  readonly rest: () => number;
}

/** Splits a whole so that its parts never exceed it; `onExcess` is told when one would have. */
export function splitWhole(whole: number | null, onExcess: () => void): WholeSplit {
  let left = whole ?? 0;
  return {
    take: (part) => {
      if (whole === null || part === null) return part ?? 0;
      if (part > left) onExcess();
      const taken = Math.min(part, left);
      left -= taken;
      return taken;
    },
    rest: () => left,
  };
}
