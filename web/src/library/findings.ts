import type { Finding } from '../lib/api';

/** The line that a finding names, from 1, or null: "hip.toml:12:3" is 12. */
export function findLine({ what }: Finding): number | null {
  const found = /:(\d+)(?::\d+)?$/.exec(what);
  return found ? Number(found[1]) : null;
}

/** A sentence for the page: it begins with a capital letter, unless it quotes, and ends with one full stop. */
export function toSentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!…]$/.test(begun) ? begun : `${begun}.`;
}

/** In the order of the file, what names no line last. */
export function sortByLine(findings: Finding[]): Finding[] {
  const place = (finding: Finding) => findLine(finding) ?? Infinity;
  return [...findings].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** What stands between backticks is quoted from a file: every second part, from the second on. */
export function splitQuoted(text: string): string[] {
  return text.split('`');
}
