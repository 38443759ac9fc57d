import { testMappingRows } from "../testing/mapping-rows.ts";
import { openLlmetryRows } from "./openllmetry.mapping-rows.ts";

testMappingRows("OpenLLMetry's attributes", openLlmetryRows);
