import { testMappingRows } from "../testing/mapping-rows.ts";
import { mlflowRows } from "./mlflow.mapping-rows.ts";

testMappingRows("MLflow's attributes", mlflowRows);
