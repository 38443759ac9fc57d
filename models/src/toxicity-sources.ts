import type { Source } from "./source.ts";

/** What toxicity is learnt from: abuse, and heated but clean talk. What people ask models for comes with the attacks. */
export const toxicitySources: readonly Source[] = [
  {
    file: "toxicity/civil_toxicspans_train",
    origin: "ipavlopoulos/toxic_spans, Civil Comments",
    licence: "CC0-1.0",
    family: "civil",
    cap: 3500,
  },
  {
    file: "toxicity/civil_toxicspans_trial",
    origin: "ipavlopoulos/toxic_spans, Civil Comments (trial)",
    licence: "CC0-1.0",
    family: "civil",
    cap: 645,
  },
  {
    file: "toxicity/civil_nottoxic_hardnegatives",
    origin: "ipavlopoulos/toxic_spans, judged clean",
    licence: "CC0-1.0",
    family: "civil",
    cap: 1399,
    // Annotators found no toxic words in what others had called toxic: as often as not both are right.
    weight: 0.15,
  },
  {
    file: "toxicity/wiki_cat_large",
    origin: "ipavlopoulos/context_toxicity",
    licence: "Apache-2.0",
    family: "wikipedia",
    cap: 3500,
  },
  {
    file: "toxicity/wiki_talk_testset",
    origin: "conversationai/unintended-ml-bias-analysis",
    licence: "Apache-2.0",
    family: "wikipedia",
    cap: 1492,
  },
  {
    file: "toxicity/jigsaw_max_sample",
    origin: "IBM/MAX-Toxic-Comment-Classifier",
    licence: "CC0-1.0",
    family: "wikipedia",
    cap: 101,
  },
  { file: "toxicity/surge_1000", origin: "surge-ai/toxicity", licence: "MIT", family: "surge", cap: 999, weight: 2 },
  {
    file: "toxicity/convabuse_train",
    origin: "amandacurry/convabuse",
    licence: "CC-BY-4.0",
    family: "convabuse",
    cap: 1696,
    weight: 1.5,
  },
  {
    file: "toxicity/convabuse_valid",
    origin: "amandacurry/convabuse (validation)",
    licence: "CC-BY-4.0",
    family: "convabuse",
    cap: 601,
    weight: 1.5,
  },
  { file: "toxicity/toxigen_demonstrations", origin: "microsoft/TOXIGEN", licence: "MIT", family: "surge", cap: 745 },
  {
    file: "toxicity/davidson_tweets",
    origin: "t-davidson/hate-speech-and-offensive-language, hate or neither",
    licence: "MIT",
    family: "davidson",
    cap: 2500,
    keep: (row) => row.cat !== "offensive",
  },
  {
    file: "toxicity/davidson_tweets",
    origin: "t-davidson/hate-speech-and-offensive-language, offensive",
    licence: "MIT",
    family: "davidson",
    cap: 2000,
    weight: 0.4,
    keep: (row) => row.cat === "offensive",
  },
  // Pairs that differ in a word or an emoji, and in what they say.
  {
    file: "toxicity/hatemojibuild_train",
    origin: "HannahKirk/Hatemoji",
    licence: "CC-BY-4.0",
    family: "hatemoji",
    cap: 4_418,
  },
];
