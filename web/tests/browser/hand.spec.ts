// Tests that are no range, done by hand: the real program with an empty journal and Debian's Chromium. Oracle: the
// journal holds the figure that was typed, in its unit, and Measure shows it where it lists the test.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Journal, Protocols } from '../../src/lib/api';
import { Program } from './program';
import { answerFirstStart, Visit } from './visit';

describe('a test by hand', () => {
  let program: Program;
  let visit: Visit;

  beforeAll(async () => {
    program = await Program.start();
    visit = await Visit.open(program, { width: 360 });
    await answerFirstStart(visit.page, 1);
  });
  afterAll(async () => {
    await visit.close();
    await program.stop();
  });

  const type = async (id: string, side: string, figure: string) => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/measure/${id}`);
    await page.getByRole('button', { name: 'Enter by hand' }).click();
    if (side) await page.getByRole('radio', { name: side, exact: true }).check({ force: true });
    await page.getByRole('textbox').fill(figure);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved in your journal.').waitFor();
  };

  it('is kept in its own unit', async () => {
    await type('ankle.knee_to_wall', 'Left', '11,5');
    await type('back_scratch', 'Right', '−8');
    await type('chair_stand', '', '14');
    await type('one_leg_stance', 'Left', '20 s');
    const { entries } = await program.ask<Journal>('/api/journal?limit=50');
    const figures = entries.flatMap((entry) => entry.event.tested?.figures ?? []);
    expect(figures.map(({ name, unit, value }) => [name, unit, value]).reverse()).toEqual([
      ['distance', 'centimetres', 11.5],
      ['distance', 'centimetres', -8],
      ['count', 'count', 14],
      ['time', 'seconds', 20],
    ]);
  });

  it('stands where the tests are listed, and comes back with an import', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/measure`);
    const test = page.getByRole('link', { name: /Knee to wall/ });
    expect(await test.textContent()).toMatch(/left 11\.5 cm ± 1\.5\s+today/);
    const exported = program.command('export', `${program.folder}/all.ndjson`);
    expect(exported.status, exported.stderr).toBe(0);
    const other = await Program.start();
    try {
      const imported = other.command('import', `${program.folder}/all.ndjson`);
      expect(imported.status, imported.stderr).toBe(0);
      const { protocols } = await other.ask<Protocols>('/api/protocols');
      expect(
        protocols.flatMap((protocol) => protocol.tested.map((point) => point.tested.protocol)).sort(),
      ).toEqual(['ankle.knee_to_wall', 'back_scratch', 'chair_stand', 'one_leg_stance']);
    } finally {
      await other.stop();
    }
  });

  it('says what cannot be', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/measure/one_leg_stance`);
    await page.getByRole('button', { name: 'Enter by hand' }).click();
    await page.getByRole('textbox').fill('60');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This test lies between 0 s and 45 s.').waitFor();
    expect(visit.complaints).toEqual([]);
  });
});
