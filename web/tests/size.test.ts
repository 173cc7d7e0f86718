import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

const assets = join(__dirname, '../dist/assets');
const most_bytes = 300 * 1024;

describe('the built page', () => {
  it('loads the figure, three.js with it, in less than 300 kB', () => {
    expect(existsSync(assets), 'build the page first: npm run build').toBe(true);
    const names = readdirSync(assets);
    const scene = names.find((name) => /^scene-.*\.js$/.test(name));
    expect(scene).toBeDefined();
    // What the scene imports beside what the page has loaded before it.
    const code = readFileSync(join(assets, scene!), 'utf8');
    const imported = names.filter(
      (name) =>
        name.endsWith('.js') && name !== scene && !name.startsWith('index-') && code.includes(`./${name}`),
    );
    const bytes = [scene!, ...imported]
      .map((name) => gzipSync(readFileSync(join(assets, name))).length)
      .reduce((sum, one) => sum + one, 0);
    expect(bytes).toBeGreaterThan(50 * 1024);
    expect(bytes).toBeLessThan(most_bytes);
  });

  it('shows its first picture without the figure', () => {
    const index = readFileSync(join(assets, '../index.html'), 'utf8');
    expect(index).not.toMatch(/scene-/);
  });
});
