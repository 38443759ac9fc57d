/** Characters in a row, each of one class, by which a text shows what it may have. */
export interface Sign {
  readonly signals: number;
  /** What stands at each place: expressions of one character. Beyond ASCII they tell blanks from all others only. */
  readonly places: readonly RegExp[];
}

/**
 * Signs as bits of one word, each place of each sign a bit, for a search that reads a text once for all of them
 * (Baeza-Yates and Gonnet, "A new approach to text searching", 1992): of the places after those that the unit before
 * matched, and of the first ones, those stay that a unit matches.
 */
export interface SignMasks {
  /** The places that each UTF-16 unit may stand at. */
  readonly ofUnit: Int32Array;
  readonly firstPlaces: number;
  readonly lastPlaces: number;
  /** What each sign tells, by its last place. */
  readonly signals: ReadonlyMap<number, number>;
}

const maxPlaces = 32;
const UNITS = 0x1_00_00;
const ASCII_END = 0x80;
const beyondAscii = "\u00e9";
const blanksBeyondAscii =
  "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

export function signMasks(signs: readonly Sign[]): SignMasks {
  const places = signs.flatMap((sign) => sign.places);
  if (places.length > maxPlaces) throw new RangeError(`${places.length} places of signs do not fit into a word`);
  const signals = new Map<number, number>();
  let [firstPlaces, lastPlaces, place] = [0, 0, 0];
  for (const sign of signs) {
    firstPlaces |= 1 << place;
    place += sign.places.length;
    const last = 1 << (place - 1);
    lastPlaces |= last;
    signals.set(last, sign.signals);
  }
  return { ofUnit: placesByUnit(places), firstPlaces, lastPlaces, signals };
}

/** What all signs tell together whose last places are among those that a text had. */
export function signalsOf({ lastPlaces, signals }: SignMasks, seenPlaces: number): number {
  if ((seenPlaces & lastPlaces) === 0) return 0;
  let told = 0;
  for (const [last, ofSign] of signals) {
    if ((seenPlaces & last) !== 0) told |= ofSign;
  }
  return told;
}

function placesByUnit(places: readonly RegExp[]): Int32Array {
  const byUnit = new Int32Array(UNITS).fill(placesOf(places, beyondAscii));
  for (const blank of blanksBeyondAscii) byUnit[blank.charCodeAt(0)] = placesOf(places, blank);
  for (let unit = 0; unit < ASCII_END; unit += 1) byUnit[unit] = placesOf(places, String.fromCharCode(unit));
  return byUnit;
}

function placesOf(places: readonly RegExp[], character: string): number {
  return places.reduce((bits, place, at) => (place.test(character) ? bits | (1 << at) : bits), 0);
}
