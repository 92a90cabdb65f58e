import manifest from "../package.json" with { type: "json" };

/** Version of the app. */
export const version: string = manifest.version;
