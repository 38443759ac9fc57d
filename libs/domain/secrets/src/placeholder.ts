/** Words, in lower case, of values that stand for a secret and are none. */
const words =
  /example|placeholder|change[-_]?me|your|insert|replace|redacted|dummy|sample|fake|todo|foobar|xxxx|abcdefgh|12345678|01234567|deadbeef|\.\.\./;
/** Values that a program or a template engine fills in, and marks of something taken out. */
const templates = /\$\{|\{\{|\}\}|\$\(|%\(|<%|^<|>$|^\$[A-Za-z_]|^%[sd]$|^\{|^#\{|\*{3}|[•…█]/u;
const repeated = /(.)\1{5}/;

/** Whether a value is one that documentation, templates and configuration put where a secret goes. */
export function isPlaceholder(value: string): boolean {
  return words.test(value.toLowerCase()) || templates.test(value) || repeated.test(value);
}
