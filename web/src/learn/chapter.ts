/** A run of words within a line. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'emphasis'; inlines: Inline[] }
  | { kind: 'link'; href: string; inlines: Inline[] }
  /** A word of the glossary, with the words that stand for it here. */
  | { kind: 'term'; id: string; text: string }
  /** A source, by its key in content/references.bib. */
  | { kind: 'cite'; key: string };

export type Block =
  | { kind: 'heading'; id: string; inlines: Inline[] }
  | { kind: 'paragraph'; inlines: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] };

export interface Chapter {
  id: string;
  title: string;
  summary: string;
  order: number;
  blocks: Block[];
}

/** One entry of content/references.bib. */
export interface Reference {
  key: string;
  authors: string;
  year: string;
  title: string;
  /** Journal, volume and pages, as far as they are known. */
  place: string;
  /** An address to type or follow: a DOI, or an identifier in words. */
  identifier: string;
}

const walk = (inlines: Inline[]): Inline[] =>
  inlines.flatMap((inline) => ('inlines' in inline ? [inline, ...walk(inline.inlines)] : [inline]));

const findInlines = (block: Block): Inline[] => {
  switch (block.kind) {
    case 'list':
      return block.items.flat();
    case 'table':
      return [...block.head, ...block.rows.flat()].flat();
    default:
      return block.inlines;
  }
};

/** Every run of words of a chapter, those within others too, in reading order. */
export function listInlines(chapter: Chapter): Inline[] {
  return chapter.blocks.flatMap((block) => walk(findInlines(block)));
}

/** The sources of a chapter, each once, in the order in which they are first named. */
export function listCited(chapter: Chapter): string[] {
  return [...new Set(listInlines(chapter).flatMap((inline) => (inline.kind === 'cite' ? [inline.key] : [])))];
}

/** The words of some inlines, without their form. */
export function toText(inlines: Inline[]): string {
  return inlines
    .map((inline) => ('inlines' in inline ? toText(inline.inlines) : 'text' in inline ? inline.text : ''))
    .join('');
}
