declare module 'virtual:glossary' {
  /** The tables of content/learn/glossary.toml. */
  const entries: Record<string, { term: string; short: string; long?: string; see?: string[] }>;
  export default entries;
}

declare module 'virtual:learn' {
  /** The chapters of content/learn/*.md, as HTML made at build time. */
  const chapters: { id: string; title: string; html: string }[];
  export default chapters;
}
