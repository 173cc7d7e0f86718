import { describe, expect, it } from 'vitest';

import { readChapters, readGlossary, readReferences } from '../plugins/content';
import { parseChapter, parseReferences } from '../plugins/learn';
import { listCited, listInlines, toText } from '../src/learn/chapter';

const chapters = readChapters();
const glossary = readGlossary();
const references = readReferences();

describe('the book of Learn', () => {
  it('holds every chapter that was promised, each once and in order', () => {
    expect(chapters.map((chapter) => chapter.id)).toEqual([
      'what',
      'stretching',
      'desk',
      'start',
      'questions',
      'measuring',
      'ranges',
      'control',
      'camera',
      'comparing',
      'hand',
      'agreement',
      'evidence',
      'safety',
    ]);
  });

  it('resolves every source that it names', () => {
    const missing = chapters.flatMap((chapter) => listCited(chapter)).filter((key) => !references[key]);
    expect(missing).toEqual([]);
  });

  it('resolves every word that it explains, and every word those refer to', () => {
    const used = chapters.flatMap((chapter) =>
      listInlines(chapter).flatMap((inline) => (inline.kind === 'term' ? [inline.id] : [])),
    );
    const seen = Object.values(glossary).flatMap((entry) => entry.see ?? []);
    expect([...used, ...seen].filter((id) => !glossary[id])).toEqual([]);
    expect(Object.keys(glossary).length).toBeGreaterThanOrEqual(25);
  });

  it('links only to pages and chapters that are there', () => {
    const links = chapters.flatMap((chapter) =>
      listInlines(chapter).flatMap((inline) => (inline.kind === 'link' ? [inline.href] : [])),
    );
    const pages = ['today', 'measure', 'body', 'progress', 'library', 'settings'].map((page) => `#/${page}`);
    const places = [...pages, ...chapters.map((chapter) => `#/learn/${chapter.id}`)];
    expect(links.filter((link) => !places.includes(link))).toEqual([]);
  });

  const words = chapters
    .flatMap((chapter) => [chapter.title, chapter.summary, toText(listInlines(chapter))])
    .concat(Object.values(glossary).flatMap((entry) => [entry.term, entry.short]))
    .join('\n');

  it('uses no brand of a commercial method and no exclamation mark', () => {
    expect(words).not.toMatch(/\b(CARs?|PAILs?|RAILs?|FRC|Kinstretch)\b/);
    expect(words).not.toContain('!');
  });

  it('says what it must say', () => {
    expect(words).toContain('not medical advice');
    expect(words).toContain('not yet reviewed by a physiotherapist');
    expect(words).toContain('no controlled trial');
    expect(words).toContain('low to very low');
  });
});

describe('parseChapter', () => {
  const front = '---\nid: a\ntitle: A: b\nsummary: c\norder: 1\n---\n';

  it('reads terms, sources and links within a line', () => {
    const [block] = parseChapter(
      `${front}A [[gap|difference]] is **wide** [@Luger2019], see [Body](/body).`,
      'a.md',
    ).blocks;
    expect(block).toEqual({
      kind: 'paragraph',
      inlines: [
        { kind: 'text', text: 'A ' },
        { kind: 'term', id: 'gap', text: 'difference' },
        { kind: 'text', text: ' is ' },
        { kind: 'strong', inlines: [{ kind: 'text', text: 'wide' }] },
        { kind: 'cite', key: 'Luger2019' },
        { kind: 'text', text: ', see ' },
        { kind: 'link', href: '#/body', inlines: [{ kind: 'text', text: 'Body' }] },
        { kind: 'text', text: '.' },
      ],
    });
  });

  it('keeps a colon in a value and names what is missing', () => {
    expect(parseChapter(`${front}x`, 'a.md').title).toBe('A: b');
    expect(() => parseChapter('x', 'a.md')).toThrow('a.md: expected front matter');
    expect(() => parseChapter('---\nid: a\n---\nx', 'a.md')).toThrow('expected "title:"');
  });

  it('refuses what the page could not show', () => {
    expect(() => parseChapter(`${front}<b>x</b>`, 'a.md')).toThrow('Learn knows no');
  });
});

describe('parseReferences', () => {
  it('reads braces, quotes and inner braces', () => {
    const read = parseReferences(
      '@article{Wu2005,\n  author = {Wu, Ge and others}, title = {The {ISB} way--two},\n  year = "2005", doi = {10.1/x}\n}\n',
    );
    expect(read.Wu2005).toEqual({
      key: 'Wu2005',
      authors: 'Wu G and others',
      year: '2005',
      title: 'The ISB way–two',
      place: '',
      identifier: 'doi:10.1/x',
    });
  });
});
