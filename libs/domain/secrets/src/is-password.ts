import { isPlaceholder } from "./placeholder.ts";

/** Passwords of documentation and of first installations, which protect nothing. */
const commonplace =
  /^(?:my)?(?:pass(?:word|wd)?|pwd|secret|admin|root|user(?:name)?|postgres|mysql|guest|test|token|key|default|s3cret|p[@4]ss(?:w0rd)?)\d{0,3}!?$/i;
/** Names of variables, and what is filled in later: `$PASSWORD`, `DB_PASSWORD`, `{password}`. */
const reference = /^[$%{[(<&]|^[A-Z]+(?:_[A-Z]+)+$|^[A-Z]{4,}$/;

/** Whether a value in the place of a password is one, rather than a reference or a placeholder. */
export function isPassword(value: string): boolean {
  return !commonplace.test(value) && !isPlaceholder(value) && !reference.test(value);
}
