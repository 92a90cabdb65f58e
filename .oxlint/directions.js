/**
 * Which folder may import what. The first line whose folder holds the file is its rule.
 * A relative import counts as the path it leads to, a package as npm: and its name.
 */
import { posix, relative, sep } from "node:path";

const frontDoor = /^(#models$|package\.json$)/;

/** @type {{ from: string, may: RegExp[], says: string }[]} */
const directions = [
  {
    from: "models/math/",
    may: [/^models\/math\//],
    says: "only models/math",
  },
  {
    from: "models/funnel/",
    may: [/^models\/(funnel|math)\//, /^models\/(problem|terms)\.ts$/, /^npm:zod$/],
    says: "its own folder, math, problem.ts, terms.ts and zod",
  },
  {
    from: "models/plans/",
    may: [/^models\/(plans|math)\//, /^models\/(problem|terms)\.ts$/, /^npm:zod$/],
    says: "its own folder, math, problem.ts, terms.ts and zod",
  },
  {
    from: "models/behaviour/",
    may: [/^models\/(behaviour|funnel|plans|math)\//, /^models\/(problem|terms)\.ts$/, /^npm:zod$/],
    says: "its own folder, funnel, plans, math, problem.ts, terms.ts and zod",
  },
  {
    from: "models/scenario/formula",
    may: [/^models\//, /^npm:zod$/, /^npm:mathjs(\/number)?$/],
    says: "models, zod and mathjs",
  },
  {
    from: "models/",
    may: [/^models\//, /^npm:zod$/],
    says: "models and zod (mathjs in scenario/formula alone)",
  },
  {
    from: "server/",
    may: [frontDoor, /^server\//, /^node:/, /^npm:(?!svelte|chart\.js)/],
    says: "the engine by its front door (#models), server, Node and the packages for it",
  },
  {
    from: "web/",
    may: [frontDoor, /^web\//, /^npm:(?!fastify|@fastify)/],
    says: "the engine by its front door (#models), web and the packages for it",
  },
];

/** @type {import("oxlint/plugins-dev").Plugin} */
export default {
  meta: { name: "directions" },
  rules: {
    allowed: {
      create(context) {
        const file = relative(context.cwd, context.filename).split(sep).join("/");
        const rule = directions.find(({ from }) => file.startsWith(from));
        if (!rule) return {};

        function check({ source }) {
          if (typeof source?.value !== "string") return;
          const target = targetOf(source.value, file);
          if (rule.may.some((allowed) => allowed.test(target))) return;
          const message = `${file} may not import ${target}. From ${rule.from} may be imported: ${rule.says}.`;
          context.report({ node: source, message });
        }

        return {
          ImportDeclaration: check,
          ImportExpression: check,
          ExportAllDeclaration: check,
          ExportNamedDeclaration: check,
          TSImportType: check,
        };
      },
    },
  },
};

function targetOf(specifier, file) {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(file), specifier);
  return /^(#|node:)/.test(specifier) ? specifier : `npm:${specifier}`;
}
