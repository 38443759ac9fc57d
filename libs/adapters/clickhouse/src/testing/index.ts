export { clickhouseAvailability } from "./clickhouse-availability.ts";
export { sampleSpan } from "./sample-span.ts";
export { startTestClickHouse } from "./start-test-clickhouse.ts";
export type { TestClickHouse, TestClickHouseOptions } from "./start-test-clickhouse.ts";
export { nativeRowsOf, readNativeBlock } from "./read-native-block.ts";
export type { NativeRow } from "./read-native-block.ts";
