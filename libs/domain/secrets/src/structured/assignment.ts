/** From a name to its value: `": "`, ` = "`, `=>`, `:=`, `:** `; in JSON within JSON with backslashes. */
const sign = String.raw`["'\]\\*]{0,3}\s{0,4}(?::=|=>|={1,3}|:)\*{0,2}\s{0,4}\*{0,2}`;
/** Behind the name of an element. */
const element = String.raw`(?<=<[A-Za-z0-9_.:-]{1,80})>\s{0,4}(?=[^<>]{1,2100}</)`;
/** Behind the name of an option, in a command line or a list of arguments. */
const option = String.raw`(?<=(?<![^\s"'\x60([])--[A-Za-z0-9-]{1,60})["']?,?\s{1,4}`;
/** From the name of a variable to its value where each is a member: `{"name":"…","value":"…"}`, in YAML as well. */
const member = String.raw`["'\\]{0,3}[,\s]{1,24}["'\\]{0,3}value["'\\]{0,3}\s{0,4}:\s{0,4}`;
/** In a sentence, of the languages whose words for a password are known. */
const sentence = String.raw`\s{1,2}(?i:is|ist|lautet|est|es)[\s:]{1,3}`;
/** A value in a list, and the quote in front of it. */
const opening = String.raw`(?:\[\s{0,2}(?=\\?["'\x60]))?(?:\\?["'\x60])?`;

/** What may stand between a name and its value. */
export const assignment = `(?:${sign}|${element}|${option}|${member}|${sentence})${opening}`;
/** Of the assignment, and of what is looked at behind the value. */
export const longestAssignment = 64;
