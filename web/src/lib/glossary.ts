import glossary from 'virtual:glossary';

export interface Term {
  id: string;
  term: string;
  short: string;
  long?: string;
  see?: string[];
}

/** Every word of content/learn/glossary.toml, in alphabetical order. */
export const terms: Term[] = Object.entries(glossary)
  .map(([id, entry]) => ({ id, ...entry }))
  .sort((a, b) => a.term.localeCompare(b.term));

const byId = new Map(terms.map((term) => [term.id, term]));

export function findTerm(id: string): Term | undefined {
  return byId.get(id);
}
