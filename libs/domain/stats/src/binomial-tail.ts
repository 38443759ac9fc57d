/**
 * P(X ≥ k) for X binomial over `n` trials of probability `p`: exact, summed from logarithms so that it neither
 * underflows nor needs factorials. Answers whether `k` failures in `n` calls are more than chance at a true rate `p`.
 *
 * @throws RangeError unless n is a whole number ≥ 0, k is whole, and p is in [0, 1].
 */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (!Number.isInteger(k) || !Number.isInteger(n) || n < 0) throw new RangeError(`no such counts: ${k} of ${n}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`probability ${p} is not in [0, 1]`);
  if (k <= 0) return 1;
  if (k > n || p === 0) return 0;
  if (p === 1) return 1;
  // The smaller of the two tails is summed: its terms only fall, and 1 − tail keeps the precision of the other.
  return k > n * p ? sumUpwards(k, n, p) : 1 - sumDownwards(k - 1, n, p);
}

/** P(X ≥ k) for k above the mean: each term is the one before times a falling ratio. */
function sumUpwards(k: number, n: number, p: number): number {
  const odds = p / (1 - p);
  let term = 1;
  let sum = 1;
  for (let i = k; i < n && term > sum * Number.EPSILON; i += 1) {
    term *= ((n - i) / (i + 1)) * odds;
    sum += term;
  }
  return Math.min(1, Math.exp(logBinomialTerm(k, n, p)) * sum);
}

/** P(X ≤ k) for k below the mean. */
function sumDownwards(k: number, n: number, p: number): number {
  return sumUpwards(n - k, n, 1 - p);
}

function logBinomialTerm(k: number, n: number, p: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p);
}

/** ln n!: summed when small, else Stirling's series (NIST DLMF 5.11.1), whose next term is below 1e-16 from 256 on. */
function logFactorial(n: number): number {
  if (n < 256) {
    let sum = 0;
    for (let i = 2; i <= n; i += 1) sum += Math.log(i);
    return sum;
  }
  const series = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + series;
}
