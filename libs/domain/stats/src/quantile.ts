/**
 * The `q` quantile of values sorted in ascending order, interpolated linearly between the two nearest order statistics
 * (definition 7 of Hyndman and Fan, 1996: what R, NumPy and spreadsheets answer). Null when there are no values.
 *
 * @throws RangeError when `q` is outside [0, 1].
 */
export function quantile(sortedValues: ArrayLike<number>, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile ${q} is not in [0, 1]`);
  const position = (sortedValues.length - 1) * q;
  const below = sortedValues[Math.floor(position)];
  const above = sortedValues[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  if (below === above) return below; // Also keeps two equal infinities from giving NaN.
  const weight = position - Math.floor(position);
  return below * (1 - weight) + above * weight;
}
