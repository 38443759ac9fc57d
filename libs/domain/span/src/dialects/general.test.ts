import { expect, test } from "vitest";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rowOf } from "../testing/row-of.ts";
import { rows } from "./general.mapping-rows.ts";

testMappingRows("the attributes of general", rows);

test("a span's own environment wins over its resource's, which stays where it is", () => {
  const resource = new Map([["deployment.environment.name", "production"]]);
  const row = rowOf({ "deployment.environment": "staging" }, { resource });
  expect(row.environment).toBe("staging");
  expect(row.resource_attributes).toEqual({ "deployment.environment.name": "production" });
});

test("the region of a resource is that of the caller, not of the call", () => {
  expect(rowOf({}, { resource: new Map([["cloud.region", "us-east-1"]]) }).region).toBe("");
});
