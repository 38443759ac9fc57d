import type { Topic } from "../topic.ts";

/** Questions of an online shop's customers about orders, deliveries and returns. */
export const supportChat: Topic = {
  exchanges: [
    {
      question: "Where is my {item}? The order says {status} since {when}.",
      answer:
        "I have looked at your order: the {item} is {status} and should reach you within {days} days. You will get a message with the tracking link.",
    },
    {
      question: "I would like to return the {item} I bought {when}, it is {fault}. How do I get my money back?",
      answer:
        "I am sorry that your {item} is {fault}. I have arranged a free return label; the refund to your {payment} takes {days} days after we receive the parcel.",
    },
    {
      question: "My {item} arrived {fault}. Can you send a replacement soon?",
      answer:
        "Your replacement {item} leaves our warehouse tomorrow. Please keep the old one until the courier collects it.",
    },
    {
      question: "How long does delivery to {city} take if I order a {item} today?",
      answer:
        "Standard delivery to {city} takes {days} working days. Express delivery arrives the next day if you order before noon.",
    },
    {
      question: "I was charged twice for the {item}. Please check my {payment} payment.",
      answer:
        "The second charge on your {payment} is only a reservation and disappears within {days} days. You have paid for the {item} once.",
    },
    {
      question: "Can I change the delivery address of my order to {city}? It is still {status}.",
      answer:
        "The address of your order is now in {city}. You will find the change in the confirmation that we have just sent.",
    },
    {
      question: "The courier left my {item} with a neighbour in {city} but nobody has it.",
      answer:
        "I have opened a search with the courier in {city}. If the {item} is not found within {days} days, we send another one.",
    },
    {
      question: "Does the {item} come with a warranty, and who pays for shipping if it is {fault}?",
      answer: "The {item} carries a warranty of two years. If it is {fault}, we pay for the shipping both ways.",
    },
    {
      question: "I want to cancel the {item} that I ordered {when}. The status is {status}.",
      answer: "I have cancelled the {item}. Nothing will be charged to your {payment}.",
    },
    {
      question: "Your website refuses my {payment} when I try to buy a {item}. What is wrong?",
      answer:
        "Your {payment} was declined by the bank. Please try again, or choose another way to pay; the {item} stays in your basket.",
    },
    {
      question: "My voucher does not work on the {item}. It should take {percent} off.",
      answer: "The voucher is valid from a certain order value. I have taken {percent} off the {item} by hand.",
    },
    {
      question: "Please tell me when the {item} will be back in stock, and hold one for pickup in {city}.",
      answer: "The {item} will be back within {days} days. I have reserved one for you at our shop in {city}.",
    },
  ],
  slots: {
    item: [
      "kettle",
      "rain jacket",
      "desk lamp",
      "backpack",
      "headset",
      "coffee grinder",
      "winter coat",
      "bicycle helmet",
      "blender",
      "garden chair",
    ],
    status: ["in transit", "being packed", "out for delivery", "waiting at customs", "delayed"],
    when: ["last Monday", "two weeks ago", "yesterday", "the start of the month", "Friday"],
    fault: ["broken", "the wrong colour", "too small", "scratched", "missing a part"],
    city: ["Lyon", "Leeds", "Porto", "Rotterdam", "Austin", "Graz"],
    payment: ["credit card", "gift card", "bank transfer", "debit card"],
    percent: ["ten percent", "twenty percent", "five euros"],
    days: ["two", "three", "four", "five"],
  },
};
