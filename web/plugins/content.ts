import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';
import { parse } from 'smol-toml';
import type { Plugin } from 'vite';

/**
 * Makes content/learn readable in the page:
 * - `virtual:glossary`: every table of glossary.toml, as `Record<string, GlossaryEntry>`;
 * - `virtual:learn`: every *.md as `{ id, title, html }`, in the order of the file names.
 */
export function readContent(folder = fileURLToPath(new URL('../../content/learn', import.meta.url))): Plugin {
  const glossaryFile = join(folder, 'glossary.toml');

  const readGlossary = (): unknown =>
    existsSync(glossaryFile) ? parse(readFileSync(glossaryFile, 'utf8')) : {};

  const readChapters = () =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => {
        const text = readFileSync(join(folder, name), 'utf8');
        const title = /^# (.+)$/m.exec(text)?.[1] ?? basename(name, '.md');
        const html = marked.parse(text, { async: false });
        return { id: basename(name, '.md').replace(/^\d+-/, ''), title, html };
      });

  const modules: Record<string, () => unknown> = {
    'virtual:glossary': readGlossary,
    'virtual:learn': readChapters,
  };

  return {
    name: 'endrange-content',
    resolveId: (id) => (id in modules ? '\0' + id : null),
    load(id) {
      const read = modules[id.slice(1)];
      if (!id.startsWith('\0virtual:') || !read) return null;
      if (existsSync(folder)) {
        for (const name of readdirSync(folder)) this.addWatchFile(join(folder, name));
      }
      return `export default ${JSON.stringify(read())};`;
    },
  };
}
