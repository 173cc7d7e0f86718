import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { parseLanguage } from '../plugins/language';

const file = new URL('../../docs/exercise-language.md', import.meta.url);

describe('the page of the exercise language', () => {
  it('reads the document of the repository whole', () => {
    const page = parseLanguage(readFileSync(file, 'utf8'));
    expect(page.title).toBe('How an exercise is written');
    const headings = page.blocks.flatMap((block) => (block.kind === 'heading' ? [block.id] : []));
    expect(headings).toContain('for-a-physiotherapist-an-exercise-for-one-person');
    expect(headings).toContain('ground-for-recording-one-by-camera');
    expect(page.blocks.some((block) => block.kind === 'code' && block.text.includes('[[phase]]'))).toBe(true);
  });

  it('keeps what is written: code, quotation marks, lists in lists, tables', () => {
    expect(
      parseLanguage(
        '# T\n\nSay `a = "<b>"` & **so**.\n\n- one\n  - two `x`\n\n| a | b |\n|---|---|\n| `c` | d |\n',
      ),
    ).toEqual({
      title: 'T',
      blocks: [
        {
          kind: 'paragraph',
          inlines: [
            { kind: 'text', text: 'Say ' },
            { kind: 'code', text: 'a = "<b>"' },
            { kind: 'text', text: ' & ' },
            { kind: 'strong', inlines: [{ kind: 'text', text: 'so' }] },
            { kind: 'text', text: '.' },
          ],
        },
        {
          kind: 'list',
          items: [
            {
              inlines: [{ kind: 'text', text: 'one' }],
              blocks: [
                {
                  kind: 'list',
                  items: [
                    {
                      inlines: [
                        { kind: 'text', text: 'two ' },
                        { kind: 'code', text: 'x' },
                      ],
                      blocks: [],
                    },
                  ],
                },
              ],
            },
          ],
        },
        {
          kind: 'table',
          head: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
          rows: [[[{ kind: 'code', text: 'c' }], [{ kind: 'text', text: 'd' }]]],
        },
      ],
    });
  });

  it('refuses what it would lose', () => {
    expect(() => parseLanguage('# T\n\n[a link](x)')).toThrow('link');
    expect(() => parseLanguage('no title')).toThrow('title');
  });
});
