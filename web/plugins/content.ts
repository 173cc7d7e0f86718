import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import type { Plugin } from 'vite';

import type { Chapter, Reference } from '../src/learn/chapter';
import { parseLanguage } from './language';
import { parseChapter, parseReferences } from './learn';

const languageFile = fileURLToPath(new URL('../../docs/exercise-language.md', import.meta.url));
const contentFolder = fileURLToPath(new URL('../../content', import.meta.url));

/** Every chapter of content/learn/*.md, in its order. */
export function readChapters(folder = contentFolder): Chapter[] {
  const learn = join(folder, 'learn');
  return readdirSync(learn)
    .filter((name) => name.endsWith('.md'))
    .map((name) => parseChapter(readFileSync(join(learn, name), 'utf8'), join(learn, name)))
    .sort((a, b) => a.order - b.order);
}

/** Every table of content/learn/glossary.toml. */
export function readGlossary(
  folder = contentFolder,
): Record<string, { term: string; short: string; see?: string[] }> {
  return parse(readFileSync(join(folder, 'learn', 'glossary.toml'), 'utf8')) as ReturnType<
    typeof readGlossary
  >;
}

/** Every entry of content/references.bib, by key. */
export function readReferences(folder = contentFolder): Record<string, Reference> {
  return parseReferences(readFileSync(join(folder, 'references.bib'), 'utf8'));
}

/** Makes content readable in the page, as values made at build time. */
export function readContent(folder = contentFolder): Plugin {
  const modules: Record<string, () => unknown> = {
    'virtual:exercise-language': () => parseLanguage(readFileSync(languageFile, 'utf8')),
    'virtual:glossary': () => readGlossary(folder),
    'virtual:learn': () => readChapters(folder),
    'virtual:references': () => readReferences(folder),
  };
  return {
    name: 'endrange-content',
    resolveId: (id) => (id in modules ? '\0' + id : null),
    load(id) {
      const read = modules[id.slice(1)];
      if (!id.startsWith('\0virtual:') || !read) return null;
      const learn = join(folder, 'learn');
      if (existsSync(learn)) for (const name of readdirSync(learn)) this.addWatchFile(join(learn, name));
      this.addWatchFile(join(folder, 'references.bib'));
      this.addWatchFile(languageFile);
      return `export default ${JSON.stringify(read())};`;
    },
  };
}
