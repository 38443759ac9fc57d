/** The name of a suite, with the reason where it is left out, so that the summary of a test run can repeat it. */
export function suiteName(name: string, reason: string | null): string {
  return reason === null ? name : `${name} (left out: ${reason.replace(/[()]/g, "")})`;
}
