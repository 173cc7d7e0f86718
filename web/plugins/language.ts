import { Marked, type Token, type Tokens } from 'marked';

import type { LanguageBlock, LanguageInline, LanguageItem, LanguagePage } from '../src/library/language';
import { makeAnchor, unescape } from './learn';

const markdown = new Marked();

function toInlines(tokens: Token[]): LanguageInline[] {
  return tokens.flatMap((token): LanguageInline[] => {
    switch (token.type) {
      case 'strong':
        return [{ kind: 'strong', inlines: toInlines(token.tokens ?? []) }];
      case 'em':
        return [{ kind: 'emphasis', inlines: toInlines(token.tokens ?? []) }];
      case 'codespan':
        return [{ kind: 'code', text: unescape((token as Tokens.Codespan).text) }];
      case 'text':
      case 'escape':
        if ('tokens' in token && token.tokens) return toInlines(token.tokens);
        return [{ kind: 'text', text: unescape((token as Tokens.Text).text) }];
      default:
        throw new Error(`the exercise language knows no "${token.type}" within a line: ${token.raw}`);
    }
  });
}

const isBlock = (token: Token) => token.type === 'list' || token.type === 'code';

function toItem(item: Tokens.ListItem): LanguageItem {
  return {
    inlines: toInlines(item.tokens.filter((token) => !isBlock(token))),
    blocks: toBlocks(item.tokens.filter(isBlock)),
  };
}

const plain = (inlines: LanguageInline[]): string =>
  inlines.map((inline) => ('text' in inline ? inline.text : plain(inline.inlines))).join('');

function toBlocks(tokens: Token[]): LanguageBlock[] {
  return tokens.flatMap((token): LanguageBlock[] => {
    switch (token.type) {
      case 'space':
        return [];
      case 'heading': {
        const inlines = toInlines(token.tokens ?? []);
        return [{ kind: 'heading', id: makeAnchor(plain(inlines)), inlines }];
      }
      case 'paragraph':
        return [{ kind: 'paragraph', inlines: toInlines(token.tokens ?? []) }];
      case 'code':
        return [{ kind: 'code', text: (token as Tokens.Code).text }];
      case 'list':
        return [{ kind: 'list', items: (token as Tokens.List).items.map(toItem) }];
      case 'table': {
        const table = token as Tokens.Table;
        const cells = (row: Tokens.TableCell[]) => row.map((cell) => toInlines(cell.tokens));
        return [{ kind: 'table', head: cells(table.header), rows: table.rows.map(cells) }];
      }
      default:
        throw new Error(`the exercise language knows no "${token.type}": ${token.raw}`);
    }
  });
}

/** Reads docs/exercise-language.md: its first heading is the title. */
export function parseLanguage(text: string): LanguagePage {
  const [first, ...blocks] = toBlocks(markdown.lexer(text));
  if (first?.kind !== 'heading') throw new Error('the exercise language begins with its title');
  return { title: plain(first.inlines), blocks };
}
