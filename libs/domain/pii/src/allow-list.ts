/** A value as it is written, or a test of values such as an expression (of a linear-time library where users give it). */
export type AllowedValue = string | { readonly test: (value: string) => boolean };

/** Whether a value is on an allow list. */
export function isAllowed(value: string, allow: readonly AllowedValue[]): boolean {
  return allow.some((allowed) => (typeof allowed === "string" ? allowed === value : allowed.test(value)));
}
