import { isOfWords } from "./is-of-words.ts";
import { isExample, isPlaceholder } from "./placeholder.ts";

/** Passwords of documentation and of first installations, which protect nothing. */
const commonplace =
  /^(?:my)?(?:pass(?:word|wd)?|pwd|secret|admin|root|user(?:name)?|postgres|mysql|guest|test|token|key|default|s3cret|p[@4]ss(?:w0rd)?)\d{0,3}!?$/i;
/** Names of variables, and what is filled in later: `$PASSWORD`, `DB_PASSWORD`, `{password}`. */
const reference = /^[$%{[(<&]|^[A-Z]+(?:_[A-Z]+)+$|^[A-Z]{4,}$/;
/** What a program fills in between quotes: `${…}`, `{{…}}`, `%(…)s`, `<…>`, a piece of a sum. */
const filledIn = /\$\{|\{\{|\}\}|<%|%>|^[$%#]?[([{]|%\(\w+\)s|^<[^>]*>|\*{3}|[•…█]|^([+&.,]).*\1$|^[)\]},;+]/u;

/** Whether a value in the place of a password is one, rather than a reference or a placeholder. */
export function isPassword(value: string): boolean {
  return !commonplace.test(value) && !isPlaceholder(value) && !reference.test(value);
}

/** The same of a value in quotes, which may begin with a sign that would otherwise begin a variable. */
export function isQuotedPassword(value: string): boolean {
  return !commonplace.test(value) && !isExample(value) && !filledIn.test(value) && !isName(value);
}

/** A name in capitals, or a variable whose name is made of words: `DB_PASSWORD`, `$dbPass2`. */
function isName(value: string): boolean {
  return /^[A-Z]+(?:_[A-Z]+)+$|^[A-Z]{4,}$/.test(value) || (/^[$%&]\w+[%;]?$/.test(value) && isOfWords(value));
}
