/** Whether one part of a service can do its work. */
export interface HealthCheck {
  readonly name: string;
  /** Resolves with null when well, otherwise with one line that says what is wrong. */
  readonly check: (signal: AbortSignal) => Promise<string | null>;
}

export interface HealthReport {
  readonly healthy: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

/** Asks every part at once; a part that does not answer within `deadlineMs` is not well. */
export async function checkHealth(checks: readonly HealthCheck[], deadlineMs = 2_000): Promise<HealthReport> {
  const answers = await Promise.all(checks.map(async (check) => [check.name, await ask(check, deadlineMs)] as const));
  return {
    healthy: answers.every(([, answer]) => answer === null),
    checks: Object.fromEntries(answers.map(([name, answer]) => [name, answer ?? "ok"])),
  };
}

async function ask(check: HealthCheck, deadlineMs: number): Promise<string | null> {
  const signal = AbortSignal.timeout(deadlineMs);
  const late = new Promise<string>((resolve) => {
    signal.addEventListener("abort", () => resolve(`no answer within ${deadlineMs} ms`), { once: true });
  });
  return Promise.race([answerOf(check, signal), late]);
}

async function answerOf(check: HealthCheck, signal: AbortSignal): Promise<string | null> {
  try {
    return await check.check(signal);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
