/**
 * The highest number of a registration office in each state, by the state's code (Ministry of Road Transport, "Parivahan:
 * list of RTO"). Numbers begin at 1.
 */
const highestDistricts: Readonly<Record<string, number>> = {
  AN: 2,
  AP: 40,
  AR: 28,
  AS: 34,
  BR: 57,
  CG: 31,
  CH: 4,
  DD: 3,
  DL: 18,
  DN: 9,
  GA: 12,
  GJ: 39,
  HP: 99,
  HR: 99,
  JH: 24,
  JK: 22,
  KA: 71,
  KL: 86,
  LA: 2,
  LD: 9,
  MH: 56,
  ML: 10,
  MN: 7,
  MP: 72,
  MZ: 9,
  NL: 10,
  OD: 35,
  OR: 35,
  PB: 99,
  PY: 5,
  RJ: 58,
  SK: 8,
  TG: 38,
  TN: 99,
  TR: 8,
  TS: 38,
  UA: 20,
  UK: 20,
  UP: 96,
  WB: 98,
};

/** Whether there is an office of that number in a state, given by its code in capitals. */
export function isRtoDistrict(state: string, district: number): boolean {
  return district >= 1 && district <= (highestDistricts[state] ?? 0);
}
