/**
 * The engine gives the same bits everywhere, so it uses of the platform only what every platform
 * computes exactly alike: no transcendental function, no `**`, no chance, no clock, no locale.
 */
const exact = new Set(
  (
    "abs ceil floor trunc round sign min max sqrt fround imul clz32 " +
    "PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2"
  ).split(" "),
);
const local = /^(localeCompare|toLocale\w*)$/;

const power = "`**` differs in the last bit between engines: use pow of models/math.";
const clock = "The engine has no clock: the time is passed in.";
const locale = "Locales differ between machines: formatting is done outside the engine.";

/** @type {import("oxlint/plugins-dev").Plugin} */
export default {
  meta: { name: "same-bits" },
  rules: {
    exact: {
      create(context) {
        const report = (node, message) => context.report({ node, message });
        return {
          Identifier(node) {
            const { parent } = node;
            const isName = parent.type === "MemberExpression" && parent.property === node;
            if (isName && !parent.computed) return;
            if (node.name === "Intl") report(node, locale);
            if (node.name !== "Math") return;
            const name = memberName(parent);
            if (exact.has(name)) return;
            report(
              node,
              `Math${name ? `.${name}` : ""} may differ between engines: use models/math.`,
            );
          },
          MemberExpression(node) {
            if (local.test(memberName(node))) report(node, locale);
            if (node.object.name === "Date" && memberName(node) === "now") report(node, clock);
          },
          BinaryExpression(node) {
            if (node.operator === "**") report(node, power);
          },
          AssignmentExpression(node) {
            if (node.operator === "**=") report(node, power);
          },
          CallExpression(node) {
            if (node.callee.name === "Date") report(node, clock);
          },
          NewExpression(node) {
            if (node.callee.name === "Date" && node.arguments.length === 0) report(node, clock);
          },
        };
      },
    },
  },
};

/** The name after the dot or in the brackets, if it is written out. */
function memberName(node) {
  if (node.type !== "MemberExpression") return "";
  return node.computed ? String(node.property.value ?? "") : node.property.name;
}
