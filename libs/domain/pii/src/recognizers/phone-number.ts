import { phoneRecognizer } from "../phone-recognizer.ts";

/** Numbers of the world in international form, and of the caller's regions in national form (ITU-T E.123, E.164). */
export const phoneNumber = phoneRecognizer({
  entity: "PHONE_NUMBER",
  contextWords: [
    "phone",
    "number",
    "telephone",
    "cell",
    "cellphone",
    "mobile",
    "call",
    "tel",
    "fax",
    "whatsapp",
    "telefon",
    "handy",
    "celular",
  ],
});
