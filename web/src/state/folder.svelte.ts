/** The scenarios folder as the server lists it; asked again whenever a page that shows it opens. */
import { ApiError, listScenarios, type ScenarioRow } from "../lib/api.ts";

class Folder {
  rows = $state.raw<readonly ScenarioRow[] | undefined>();
  /** Why the list could not be had; the last good list stays. */
  failure = $state.raw<ApiError | undefined>();

  async load(): Promise<void> {
    try {
      this.rows = await listScenarios();
      this.failure = undefined;
    } catch (error) {
      this.failure = error instanceof ApiError ? error : new ApiError(0, []);
    }
  }

  /** A scenario's name, else its id. */
  nameOf(id: string): string {
    return this.rows?.find((row) => row.id === id)?.name ?? id;
  }
}

export const folder = new Folder();
