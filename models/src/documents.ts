import { chance, integerBetween, pick, type Random } from "@parapet/random";

/** A command at a line or a sentence of a document. */
export interface Planted {
  readonly text: string;
  readonly place: "start" | "middle" | "end";
}

const places = ["start", "middle", "end"] as const;

/** Pieces of a document that a command can stand between: lines, or sentences where there is one line only. */
export function piecesOf(document: string): readonly string[] {
  const lines = document.split(/(?<=\n)/u).filter((line) => line.trim() !== "");
  if (lines.length > 2) return lines;
  return document.split(/(?<=[.!?]["')\]]?\s)/u).filter((sentence) => sentence.trim() !== "");
}

/** A stretch of a document of at most so many characters, cut where its pieces end. */
export function excerptOf(document: string, maxLength: number, random: Random): string {
  const pieces = piecesOf(document);
  const first = Math.floor(random() * pieces.length);
  let excerpt = "";
  for (const piece of pieces.slice(first)) {
    if (excerpt !== "" && excerpt.length + piece.length > maxLength) break;
    excerpt += piece;
  }
  return excerpt.slice(0, maxLength);
}

/** Puts a command into a document, as a piece of its own or in the flow of its text. */
export function plant(document: string, command: string, random: Random): Planted {
  const pieces = piecesOf(document);
  const place = pick(random, places);
  const at =
    place === "start" ? 0 : place === "end" ? pieces.length : integerBetween(random, 1, Math.max(1, pieces.length - 1));
  const separator = chance(random, 0.5) ? "\n" : " ";
  const around = [pieces.slice(0, at).join(""), command, pieces.slice(at).join("")];
  return {
    place,
    text: around
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .join(separator),
  };
}
