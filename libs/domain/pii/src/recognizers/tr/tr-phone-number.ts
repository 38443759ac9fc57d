import { phoneRecognizer } from "../../phone-recognizer.ts";

/** Numbers as they are dialled in Turkey: ten digits, with or without 0 before them, or +90 (BTK numbering plan). */
export const trPhoneNumber = phoneRecognizer({
  entity: "TR_PHONE_NUMBER",
  country: "tr",
  contextWords: ["telefon", "tel", "cep", "gsm", "numara", "phone", "mobile", "mobil"],
});
