import packageJson from "../package.json" with { type: "json" };

/** Version of Parapet: all packages carry the same one. */
export const VERSION = packageJson.version;
