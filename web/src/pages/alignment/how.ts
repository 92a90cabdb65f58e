/** How the plots of the Alignment page were computed. */
import { LOADED, WORKING_HOURS } from "#models";
import { count } from "../../lib/format.ts";
import type { HowComputed } from "../../state/plot.svelte.ts";

export const how = {
  practices: {
    words: [
      "The scenario is solved again without each practice, and with it at no effect, at the 5th and at the 95th percentile of its effect; the other practices stay as they are. People answer in each.",
      "Hours and cash: contribution with the practice at no effect, less contribution without it. The hours are charged once, as lost work or as money; their worth at loaded pay is shown beside. Compare shows that worth, which is what the hours cost to employ; lost work is valued at the contribution that it would have brought, which differs.",
      "Effect: contribution as written less contribution at no effect. Net: contribution as written less contribution without the practice.",
      "All together: the same for all practices at once; its band adds the squares of the single deviations, as nothing is known of effects going together.",
    ],
    equation: `net = contribution(with) − contribution(without)\nhours and cash = contribution(effect 0) − contribution(without)\nworth of an hour = OTE × ${LOADED} ÷ ${count(WORKING_HOURS)}`,
  },
} satisfies Record<string, HowComputed>;
