import { describe, expect, test } from "vitest";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rowOf } from "../testing/row-of.ts";
import { mlflowRows } from "./mlflow.mapping-rows.ts";

testMappingRows("MLflow's attributes", mlflowRows);

describe("the inputs and outputs of a span", () => {
  const type = { "mlflow.spanType": '"LLM"' };

  test("stay when they say more than the messages in them", () => {
    const inputs = '{"messages":[{"role":"user","content":"Hi"}],"temperature":0.1}';
    const outputs = '{"choices":[{"message":{"role":"assistant","content":"Hello"}}],"id":"r1"}';
    const attributes = { "mlflow.spanInputs": inputs, "mlflow.spanOutputs": outputs };
    const row = rowOf({ ...type, ...attributes });
    expect(row.input_messages).toEqual([{ role: "user", parts: [{ type: "text", content: "Hi" }] }]);
    expect(row.attributes).toEqual(attributes);
  });

  test("do not stay when they say no more", () => {
    const inputs = '{"messages":[{"role":"user","content":"Hi"}],"tools":null}';
    expect(rowOf({ ...type, "mlflow.spanInputs": inputs }).attributes).toEqual({});
  });

  test("are texts without the quotes of JSON", () => {
    const parts = [{ type: "text", content: "Hello" }];
    expect(rowOf({ ...type, "mlflow.spanOutputs": '"Hello"' }).output_messages).toEqual([{ role: "assistant", parts }]);
  });
});
