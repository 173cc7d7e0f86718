declare module 'virtual:glossary' {
  /** The tables of content/learn/glossary.toml. */
  const entries: Record<string, { term: string; short: string; long?: string; see?: string[] }>;
  export default entries;
}

declare module 'virtual:exercise-language' {
  /** docs/exercise-language.md, read at build time. */
  const page: import('./library/language').LanguagePage;
  export default page;
}

declare module 'virtual:learn' {
  /** The chapters of content/learn/*.md, read at build time. */
  const chapters: import('./learn/chapter').Chapter[];
  export default chapters;
}

declare module 'virtual:references' {
  /** The entries of content/references.bib, by key. */
  const references: Record<string, import('./learn/chapter').Reference>;
  export default references;
}
