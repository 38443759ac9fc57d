import type { Topic } from "../topic.ts";

/** Nothing that a policy search should be asked: the topic its traffic drifts to. */
export const kitchenTalk: Topic = {
  exchanges: [
    {
      question: "How long do I roast {food} in the oven so that it stays juicy inside?",
      answer:
        "Roast the {food} at moderate heat for forty minutes, baste it with butter and {spice}, and let it rest before you slice it.",
    },
    {
      question: "Give me a recipe for {dish} with {food} and {spice} for four people.",
      answer:
        "For the {dish} fry an onion, add {food} and {spice}, pour in stock, and let everything simmer until it is tender.",
    },
    {
      question: "Which wine goes with {dish} when the sauce is made with {spice}?",
      answer: "A dry white wine goes well with {dish}; with a lot of {spice} choose a fruity one.",
    },
    {
      question: "My {dish} turned out too salty. Can I save it with {food}?",
      answer:
        "Add boiled potatoes, cream or more {food} to the {dish}, and season it again with lemon and {spice} at the end.",
    },
    {
      question: "What can I cook tonight with {food}, {spice} and half a lemon?",
      answer: "Try a quick {dish}: slice the {food}, fry it with {spice}, and finish it with the juice of the lemon.",
    },
    {
      question: "How do I knead the dough for {dish} without a mixer?",
      answer: "Knead the dough by hand for ten minutes, cover it, and let it rise near the stove until it has doubled.",
    },
    {
      question: "How do I chop and marinate {food} for grilling with {spice}?",
      answer:
        "Cut the {food} into large cubes, rub them with oil, garlic and {spice}, and leave them in the fridge for two hours.",
    },
    {
      question: "At which temperature should {food} simmer for a tasty {dish}?",
      answer: "Keep the pot just below boiling, with small bubbles, and stir the {food} gently now and then.",
    },
  ],
  slots: {
    food: ["chicken thighs", "pumpkin", "salmon fillet", "aubergines", "lamb shoulder", "mushrooms", "chickpeas"],
    dish: ["risotto", "curry", "lasagne", "ratatouille", "goulash", "focaccia", "ramen"],
    spice: ["rosemary", "smoked paprika", "ginger", "cumin", "basil", "saffron"],
  },
};
