/** Words, in lower case, of values that stand for a secret and are none. */
const words =
  /example|placeholder|change[-_]?me|insert|replace|redacted|dummy|sample|foobar|xxxx|abcdefgh|12345678|01234567|deadbeef|\.\.\./;
/** Short ones are in every few thousandth random token by chance, in letters of either case: these begin a word. */
const shortWords = /(?<![A-Za-z\d])(?:your|Your|YOUR|fake|Fake|FAKE|todo|Todo|TODO)/;
/** Values that a program or a template engine fills in, and marks of something taken out. */
const templates = /\$\{|\{\{|\}\}|\$\(|%\(|<%|^<|>$|^\$[A-Za-z_]|^%[sd]$|^\{|^#\{|\*{3}|[•…█]/u;
const repeated = /(.)\1{5}/;

/** Whether a value is one that documentation, templates and configuration put where a secret goes. */
export function isPlaceholder(value: string): boolean {
  return isExample(value) || templates.test(value);
}

/** Whether a value holds the words of an example, or a row of one character. */
export function isExample(value: string): boolean {
  return words.test(value.toLowerCase()) || shortWords.test(value) || repeated.test(value);
}
