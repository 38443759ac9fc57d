import { phoneRecognizer } from "../../phone-recognizer.ts";

/** Numbers as they are dialled in the Philippines: 0 and ten digits, or +63 (National Telecommunications Commission). */
export const phMobileNumber = phoneRecognizer({
  entity: "PH_MOBILE_NUMBER",
  country: "ph",
  contextWords: ["phone", "number", "telephone", "cell", "cellphone", "mobile", "globe", "smart", "telepono"],
});
