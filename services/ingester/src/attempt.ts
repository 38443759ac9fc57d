import { errorCode } from "@parapet/runtime";

/** What became of a piece of work. A fault of our own is an outcome too: thrown, it would stop its partition for ever. */
export type Attempt<T> =
  | { readonly kind: "done"; readonly value: T }
  /** `code` is a class of error, never its text, which may quote what was being worked on. */
  | { readonly kind: "fault"; readonly code: string };

export function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { kind: "done", value: work() };
  } catch (error) {
    return { kind: "fault", code: errorCode(error) };
  }
}
