/** Widths at which the layout changes in kind, not only in size. */
import { MediaQuery } from "svelte/reactivity";

/** One column: phones. */
export const phone = new MediaQuery("screen and (max-width: 760px)");
