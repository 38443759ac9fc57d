/** Families of sources that are held out together: one of attacks and one of abuse, which are asked about apart. */
export const folds: readonly (readonly string[])[] = [
  ["neuralchemy", "civil"],
  ["slabs", "wikipedia"],
  ["deepset", "davidson"],
  ["jailbreaks", "convabuse"],
  ["bipia", "surge"],
  ["parapet", "hatemoji"],
];
