import { isOfWords } from "../is-of-words.ts";
import { classChangeShare } from "../randomness.ts";

/** A path, a URL, words with separators: configuration and code that tell where a secret is. */
const place = /:\/\/|^\.{0,2}\/|^[a-z]+(?:[-_/.][a-z0-9]{1,12})*$|^[A-Z]+(?:_[A-Z0-9]+)*$/;
const member = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/;
/** Identifiers change between lower case, upper case and digits less often; random values, more. */
const maxChangesOfMember = 0.35;
/** What is called or indexed: the name before the bracket. */
const called = /^!{0,2}([A-Za-z_$][\w$]*(?:[?!]?\.[A-Za-z_$][\w$]*)*)[?!]?\.?[([{]/;
const minRandomName = 3;

/** Whether a value is code or configuration that tells where a secret is, rather than one. */
export function isReference(value: string): boolean {
  if (place.test(value)) return true;
  if (member.test(value)) return classChangeShare(value) < maxChangesOfMember;
  const name = called.exec(value)?.[1];
  return name !== undefined && (name.length < minRandomName || name.includes(".") || isOfWords(name));
}
