/** Findings by file, the gravest first: severity, what, why, where, what to do; then how many there are. */
import type { Finding } from "#models";
import { several } from "../format.ts";
import { findingLines } from "./parts.ts";

export type Linted = { id: string; file: string; findings: Finding[] };

export function reportOfLint(linted: readonly Linted[], width: number): string[] {
  const lines: string[] = [];
  const silent = linted.filter(({ findings }) => findings.length === 0);
  for (const { file, findings } of linted) {
    if (findings.length > 0) lines.push(file, ...findingLines(findings, width), "");
  }
  for (const { file } of silent) lines.push(`${file}: nothing found`);
  if (silent.length > 0) lines.push("");
  return [...lines, summary(linted)];
}

function summary(linted: readonly Linted[]): string {
  const all = linted.flatMap(({ findings }) => findings);
  const count = (severity: Finding["severity"]) =>
    all.filter((finding) => finding.severity === severity).length;
  const parts = [
    several(count("error"), "error"),
    several(count("warning"), "warning"),
    several(count("info"), "note"),
  ];
  return `${several(linted.length, "scenario")} looked over: ${parts.join(", ")}`;
}
