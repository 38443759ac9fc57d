/** The characters of RFC 3986 after a scheme or `www.`, and marks that would join what stands for them. */
export const url = /(?:https?:\/\/|www\.)[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+\p{M}*/giu;

/** A name after `@` that does not continue a word, as the one of an e-mail address does. */
export const mention = /(?<![A-Za-z0-9_.])@[A-Za-z0-9_]{2,}\p{M}*/gu;

/** What stands for them in the form of the models. */
export const urlSign = "[url]";
export const mentionSign = "@user";
