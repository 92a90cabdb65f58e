/**
 * Where we are, in the part of the address after `#`: `#/compare?scenarios=a,b`, `#/build/ID`.
 *
 * Always    an address says all that is needed to see the same page again; changing it makes a step in the
 *           browser's history unless told otherwise.
 */
export type Query = Readonly<Record<string, string | undefined>>;

type Place = { path: string; query: Query };

class Router {
  #place = $state.raw<Place>(placeOf(location.hash));

  constructor() {
    addEventListener("hashchange", () => {
      this.#place = placeOf(location.hash);
    });
  }

  /** As in `/compare`. */
  get path(): string {
    return this.#place.path;
  }

  /** What follows the question mark, decoded. */
  get query(): Query {
    return this.#place.query;
  }

  /** Goes to an address of this page, as made by `href`. */
  go(address: string): void {
    location.hash = address;
  }

  /** Changes the address in place, without a step in the history. */
  replace(address: string): void {
    history.replaceState(history.state, "", address);
    this.#place = placeOf(address);
  }
}

export const router = new Router();

/** The address of a page with its query; empty and undefined parts are left out. */
export function href(path: string, query: Query = {}): string {
  const parts = Object.entries(query).flatMap(([key, value]) =>
    value ? [`${key}=${readable(value)}`] : [],
  );
  return `#${path.split("/").map(encodeURIComponent).join("/")}${parts.length > 0 ? `?${parts.join("&")}` : ""}`;
}

/** Escaped where it must be; commas and slashes stay, so that addresses can be read. */
function readable(value: string): string {
  return encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%2F", "/");
}

function placeOf(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  return {
    path: decoded(path) || "/",
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
