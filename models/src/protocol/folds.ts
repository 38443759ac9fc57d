/** Families of sources of the text model that are held out together: one of attacks and one of abuse. */
export const textFolds: readonly (readonly string[])[] = [
  ["neuralchemy", "civil"],
  ["slabs", "wikipedia"],
  ["deepset", "davidson"],
  ["jailbreaks", "convabuse"],
  ["bipia", "surge"],
  ["parapet", "hatemoji"],
];

/** Those of the faithfulness model, each by itself. */
export const pairFolds: readonly (readonly string[])[] = [["wice"], ["summedits"], ["fm2"], ["begin"], ["parapet"]];
