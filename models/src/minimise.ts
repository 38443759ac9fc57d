/** Value and gradient of a function at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface MinimiseOptions {
  readonly maxIterations: number;
  /** Ends when the Euclidean length of the gradient is below it. */
  readonly gradientTolerance: number;
}

interface Step {
  readonly move: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

const MEMORY = 10;
const ARMIJO = 1e-4;
const MAX_HALVINGS = 40;

/**
 * Minimum of a smooth convex function by L-BFGS with a backtracking line search (Nocedal and Wright, Numerical
 * Optimization, algorithms 7.4 and 3.1). Deterministic.
 */
export function minimise(
  evaluate: (point: Float64Array) => Evaluation,
  start: Float64Array,
  { maxIterations, gradientTolerance }: MinimiseOptions,
): Float64Array {
  const steps: Step[] = [];
  let point = start;
  let here = evaluate(point);
  for (let iteration = 0; iteration < maxIterations && norm(here.gradient) > gradientTolerance; iteration++) {
    const next = search(evaluate, { point, here, direction: descentDirection(here.gradient, steps) });
    if (next === null) break;
    remember(steps, subtract(next.point, point), subtract(next.there.gradient, here.gradient));
    ({ point, there: here } = next);
  }
  return point;
}

interface Line {
  readonly point: Float64Array;
  readonly here: Evaluation;
  readonly direction: Float64Array;
}

/** The first of the lengths 1, 1/2, 1/4, … that lowers the value enough; null when none does: the end is reached. */
function search(evaluate: (point: Float64Array) => Evaluation, { point, here, direction }: Line) {
  const slope = inner(here.gradient, direction);
  for (let halving = 0, length = 1; halving < MAX_HALVINGS; halving++, length /= 2) {
    const candidate = point.map((value, i) => value + length * (direction[i] ?? 0));
    const there = evaluate(candidate);
    if (there.value <= here.value + ARMIJO * length * slope) return { point: candidate, there };
  }
  return null;
}

function remember(steps: Step[], move: Float64Array, change: Float64Array): void {
  const curvature = inner(move, change);
  if (curvature <= 0) return;
  steps.push({ move, change, curvature });
  if (steps.length > MEMORY) steps.shift();
}

/** The two-loop recursion: minus the approximate inverse Hessian times the gradient. */
function descentDirection(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const newestFirst = steps.toReversed();
  const factors = newestFirst.map(({ move, change, curvature }) => {
    const factor = inner(move, direction) / curvature;
    addScaled(direction, change, -factor);
    return factor;
  });
  const [newest] = newestFirst;
  const scale =
    newest === undefined ? 1 / Math.max(1, norm(gradient)) : newest.curvature / inner(newest.change, newest.change);
  direction.forEach((value, i) => (direction[i] = value * scale));
  for (const [index, { move, change, curvature }] of steps.entries()) {
    const factor = factors[steps.length - 1 - index] ?? 0;
    addScaled(direction, move, factor - inner(change, direction) / curvature);
  }
  return direction;
}

function inner(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function norm(vector: Float64Array): number {
  return Math.sqrt(inner(vector, vector));
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] ?? 0));
}

function addScaled(target: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (vector[i] ?? 0);
}
