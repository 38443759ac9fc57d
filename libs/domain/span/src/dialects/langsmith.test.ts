import { testMappingRows } from "../testing/mapping-rows.ts";
import { rows } from "./langsmith.mapping-rows.ts";

testMappingRows("the attributes of langsmith", rows);
