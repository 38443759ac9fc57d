/**
 * The process in which the embedded server lives: `child-main LIBRARY STORE_FOLDER PORT CONFIG_FILE [NATIVE_PORT]`. It
 * serves until its standard input closes, which happens when the parent says so and also when the parent is gone in any
 * way.
 */
import { DataType, load, open } from "ffi-rs";

const [library = "", storeFolder = "", port = "", configFile = "", nativePort = ""] = process.argv.slice(2);

// Acknowledged inserts are on disk, so the end needs no ceremony; a soft shutdown waits 5 s for idle connections.
const end = (): void => {
  process.kill(process.pid, "SIGKILL");
};
process.stdin.once("close", end);
process.stdin.once("error", end);
process.stdin.resume();
process.once("SIGTERM", end);
process.on("SIGINT", () => undefined); // Ctrl-C is the parent's: it drains first and closes our input last.

// The command line runs as long as its last query, which sleeps for ever.
const sleepForEver =
  "SELECT sleepEachRow(3) FROM numbers(1000000000000) FORMAT Null SETTINGS max_block_size = 1, max_threads = 1, max_execution_time = 0";
const isShard = nativePort !== ""; // Shards of a cluster talk to each other over the native protocol.
const listen = `SYSTEM START LISTEN HTTP;${isShard ? " SYSTEM START LISTEN TCP;" : ""}`;
const args = [
  "clickhouse",
  `--path=${storeFolder}`,
  `--http_port=${port}`,
  ...(isShard ? [`--tcp_port=${nativePort}`] : []),
  "--listen_host=127.0.0.1",
  `--config-file=${configFile}`,
  "--log-level=warning",
  `--query=${listen} ${sleepForEver}`,
];

open({ library: "chdb", path: library });
await load({
  library: "chdb",
  funcName: "chdb_query_cmdline",
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [args.length, args],
  runInNewThread: true,
});
process.exit(1); // It returned, so it failed; its own words are in the console log.
