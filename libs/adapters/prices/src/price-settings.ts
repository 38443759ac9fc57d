import { listSetting } from "@parapet/runtime";
import { z } from "zod";

/** Where prices beside the built-in ones come from. */
export const priceSettings = z.object({
  PARAPET_PRICE_FILES: listSetting.describe("paths of price files separated by commas").default([]),
});
