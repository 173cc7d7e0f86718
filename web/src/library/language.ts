/** A page of the docs as values: what docs/exercise-language.md is made of. */
export type LanguageInline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; inlines: LanguageInline[] }
  | { kind: 'emphasis'; inlines: LanguageInline[] };

export interface LanguageItem {
  inlines: LanguageInline[];
  blocks: LanguageBlock[];
}

export type LanguageBlock =
  | { kind: 'heading'; id: string; inlines: LanguageInline[] }
  | { kind: 'paragraph'; inlines: LanguageInline[] }
  | { kind: 'code'; text: string }
  | { kind: 'list'; items: LanguageItem[] }
  | { kind: 'table'; head: LanguageInline[][]; rows: LanguageInline[][][] };

export interface LanguagePage {
  title: string;
  blocks: LanguageBlock[];
}
