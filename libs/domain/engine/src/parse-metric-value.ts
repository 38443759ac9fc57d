const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Spellings of what is no decimal: C libraries write `-nan`, Microsoft's writes `-nan(ind)`, Go writes `+Inf`. */
const NOT_DECIMAL = /^([+-]?)(?:(nan)(?:\([a-z]*\))?|inf(?:inity)?)$/i;

/** The number that `text` spells, NaN and infinities included; null when it spells none. */
export function parseMetricValue(text: string): number | null {
  if (DECIMAL.test(text)) return Number(text);
  const special = NOT_DECIMAL.exec(text);
  if (special === null) return null;
  if (special[2] !== undefined) return Number.NaN;
  return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
