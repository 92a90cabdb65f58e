/** Whether the server lets this browser in: without its cookie every question is answered 401. */
import { fetchFolder, onAccess } from "../lib/api.ts";

class Access {
  /** True once the server has said that this browser did not come by its link. */
  lockedOut = $state(false);

  constructor() {
    onAccess((out) => (this.lockedOut = out));
  }

  /** Asks again: a link may have been opened in another tab. */
  async check(): Promise<void> {
    await fetchFolder().catch(() => undefined);
  }
}

export const access = new Access();
