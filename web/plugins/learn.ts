import { Marked, type Token, type Tokens } from 'marked';

import { type Block, type Chapter, type Inline, type Reference, toText } from '../src/learn/chapter';

/** `[[usable]]` or `[[reached|how far you came]]`: a word of the glossary. */
const term = {
  name: 'term',
  level: 'inline' as const,
  start: (text: string) => text.indexOf('[['),
  tokenizer(text: string) {
    const found = /^\[\[([\w-]+)(?:\|([^\]]+))?\]\]/.exec(text);
    return found ? { type: 'term', raw: found[0], id: found[1], text: found[2] } : undefined;
  },
};

/** `[@Luger2019]`: a source. */
const cite = {
  name: 'cite',
  level: 'inline' as const,
  start: (text: string) => text.indexOf('[@'),
  tokenizer(text: string) {
    const found = /^\[@(\w+)\]/.exec(text);
    return found ? { type: 'cite', raw: found[0], key: found[1] } : undefined;
  },
};

const markdown = new Marked({ extensions: [term, cite] });

/** Turns back what the lexer escapes for HTML. */
export const unescape = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

function toInlines(tokens: Token[]): Inline[] {
  return joinCites(readInlines(tokens));
}

/** A source's number stands right behind the word before it. */
function joinCites(inlines: Inline[]): Inline[] {
  return inlines
    .map((inline, index) =>
      inline.kind === 'text' && inlines[index + 1]?.kind === 'cite'
        ? { ...inline, text: inline.text.trimEnd() }
        : inline,
    )
    .filter((inline) => inline.kind !== 'text' || inline.text !== '');
}

function readInlines(tokens: Token[]): Inline[] {
  return tokens.flatMap((token): Inline[] => {
    switch (token.type) {
      case 'strong':
        return [{ kind: 'strong', inlines: toInlines(token.tokens ?? []) }];
      case 'em':
        return [{ kind: 'emphasis', inlines: toInlines(token.tokens ?? []) }];
      case 'link':
        return [
          { kind: 'link', href: '#' + (token as Tokens.Link).href, inlines: toInlines(token.tokens ?? []) },
        ];
      case 'term':
        return [{ kind: 'term', id: token.id as string, text: (token.text as string | undefined) ?? '' }];
      case 'cite':
        return [{ kind: 'cite', key: token.key as string }];
      case 'text':
      case 'escape':
        if ('tokens' in token && token.tokens) return toInlines(token.tokens);
        return [{ kind: 'text', text: unescape((token as Tokens.Text).text) }];
      default:
        throw new Error(`Learn knows no "${token.type}" within a line: ${token.raw}`);
    }
  });
}

/** A heading's name in addresses. */
export const makeAnchor = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function toBlocks(tokens: Token[]): Block[] {
  return tokens.flatMap((token): Block[] => {
    switch (token.type) {
      case 'space':
        return [];
      case 'heading': {
        const inlines = toInlines(token.tokens ?? []);
        return [{ kind: 'heading', id: makeAnchor(toText(inlines)), inlines }];
      }
      case 'paragraph':
        return [{ kind: 'paragraph', inlines: toInlines(token.tokens ?? []) }];
      case 'list': {
        const list = token as Tokens.List;
        return [
          { kind: 'list', ordered: list.ordered, items: list.items.map((item) => toInlines(item.tokens)) },
        ];
      }
      case 'table': {
        const table = token as Tokens.Table;
        const cells = (row: Tokens.TableCell[]) => row.map((cell) => toInlines(cell.tokens));
        return [{ kind: 'table', head: cells(table.header), rows: table.rows.map(cells) }];
      }
      default:
        throw new Error(`Learn knows no "${token.type}": ${token.raw}`);
    }
  });
}

/** Reads a chapter: `key: value` lines between `---`, then text. @param file  for the message when it cannot */
export function parseChapter(text: string, file: string): Chapter {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text);
  if (!parts) throw new Error(`${file}: expected front matter between two lines of ---`);
  const fields = new Map(
    (parts[1] ?? '').split('\n').map((line) => {
      const cut = line.indexOf(':');
      return [line.slice(0, cut).trim(), line.slice(cut + 1).trim()] as const;
    }),
  );
  const field = (name: string) => {
    const value = fields.get(name);
    if (!value) throw new Error(`${file}: expected "${name}:" in the front matter`);
    return value;
  };
  return {
    id: field('id'),
    title: field('title'),
    summary: field('summary'),
    order: Number(field('order')),
    blocks: toBlocks(markdown.lexer(parts[2] ?? '')),
  };
}

const clean = (value: string) => value.replace(/[{}]/g, '').replaceAll('--', '–').replace(/\s+/g, ' ').trim();

/** "Luger, Tessy and Maher, Christopher G. and others" as "Luger T, Maher C and others". */
function formatAuthors(value: string): string {
  return value
    .split(' and ')
    .map((name) => {
      const [last = '', first = ''] = name.split(',').map((part) => part.trim());
      return first ? `${last} ${first.charAt(0)}` : last;
    })
    .join(', ')
    .replace(', others', ' and others');
}

/** Reads BibTeX entries whose values stand in braces or quotes. */
export function parseReferences(text: string): Record<string, Reference> {
  const found: Record<string, Reference> = {};
  for (const [, key = '', body = ''] of text.matchAll(/@\w+\{\s*([^,\s]+)\s*,([\s\S]*?)\n\}/g)) {
    const fields: Record<string, string> = {};
    // A value in braces may hold one more pair.
    for (const [, name = '', braced, quoted] of body.matchAll(
      /(\w+)\s*=\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|"([^"]*)")/g,
    ))
      fields[name.toLowerCase()] = clean(braced ?? quoted ?? '');
    const volume = [fields.volume, fields.pages].filter(Boolean).join(':');
    found[key] = {
      key,
      authors: formatAuthors(fields.author ?? fields.organization ?? fields.institution ?? ''),
      year: fields.year ?? '',
      title: fields.title ?? '',
      place: [fields.journal ?? fields.booktitle ?? fields.publisher, volume].filter(Boolean).join(' '),
      identifier: [fields.doi && `doi:${fields.doi}`, fields.url, fields.note].filter(Boolean).join('; '),
    };
  }
  return found;
}
