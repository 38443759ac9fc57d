/** One literal for each character, with the same before it: a separator alone stands everywhere. */
export function beforeEach(separator: string, characters: string): readonly string[] {
  return Array.from(characters, (character) => separator + character);
}
