interface Point {
  readonly x: number;
  readonly y: number;
}

/** How much `y` grows with `x`: the line of least squares. NaN for fewer than two places. */
export function slopeOf(points: readonly Point[]): number {
  const mean = (valueOf: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + valueOf(point), 0) / points.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
}
