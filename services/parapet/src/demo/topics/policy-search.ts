import type { Topic } from "../topic.ts";

/** Questions of clerks to a search over an insurer's policy documents. */
export const policySearch: Topic = {
  exchanges: [
    {
      question: "Which clause of the {policy} policy covers {damage} caused by {cause}?",
      answer:
        "According to the {policy} conditions, {damage} caused by {cause} is covered up to the insured sum. The clause on insured perils names it.",
    },
    {
      question: "What is the deductible for {damage} under the {policy} policy of a {customer}?",
      answer:
        "The deductible for {damage} is stated in the schedule of the {policy} policy; for a {customer} it is reduced by half.",
    },
    {
      question: "How many days does a {customer} have to report {damage} to the insurer?",
      answer:
        "A {customer} must report {damage} within {days} days and attach photographs, invoices and the policy number.",
    },
    {
      question: "Does the {policy} policy exclude {cause}, and are there exceptions for a {customer}?",
      answer: "The {policy} policy excludes {cause} unless the endorsement for extended cover has been agreed.",
    },
    {
      question: "Summarise the claims procedure for {damage} in the {policy} terms and conditions.",
      answer:
        "The claim for {damage} is examined within {days} days; an expert is appointed when the estimate exceeds the threshold in the conditions.",
    },
    {
      question: "What documents must a {customer} send with a claim for {damage}?",
      answer:
        "The {customer} sends the claim form, photographs of the {damage}, the invoices, and a police report where the law asks for one.",
    },
    {
      question: "Up to which amount does the {policy} insurance pay for {damage}?",
      answer: "The {policy} insurance pays for {damage} up to the limit in the schedule, per event and per year.",
    },
    {
      question: "When may the insurer terminate the {policy} contract after a claim for {damage}?",
      answer:
        "After a settled claim for {damage} both parties may terminate the {policy} contract with one month of notice.",
    },
    {
      question: "Is {cause} counted as gross negligence under the {policy} policy?",
      answer:
        "Under the {policy} policy {cause} counts as gross negligence only when the insured person knew of the danger.",
    },
    {
      question: "Which waiting period applies to {damage} for a new {customer}?",
      answer:
        "No waiting period applies to {damage}. For {cause} the cover begins {days} days after the start of the contract.",
    },
  ],
  slots: {
    policy: ["household", "liability", "motor", "travel", "legal expenses", "building"],
    damage: [
      "water damage",
      "theft of jewellery",
      "a broken window",
      "storm damage",
      "a rear-end collision",
      "lost luggage",
    ],
    cause: ["a burst pipe", "hail", "a short circuit", "an unlocked door", "frost", "a fallen tree"],
    customer: ["tenant", "home owner", "young driver", "self-employed customer", "pensioner"],
    days: ["seven", "ten", "fourteen", "thirty"],
  },
};
