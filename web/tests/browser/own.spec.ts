// An exercise of one's own, in the page: the starting file is taken, added, seen, swapped into a plan, removed and
// brought back; a wrong one is refused by line. The real program and Debian's Chromium. Oracle: what the program itself
// says of its library. Pictures go to build/pictures, to be looked at.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Exercises, OwnExercises } from '../../src/lib/api';
import { Program } from './program';
import { answerFirstStart, Visit } from './visit';

const pictures = join(dirname(fileURLToPath(import.meta.url)), '../../../build/pictures');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const patience = { timeout: 120_000 };
const id = 'my-seated-hip-turns';

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
}

describe('an exercise of one’s own', () => {
  let program: Program;
  let visit: Visit;
  let template = '';

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    program = await Program.start();
    visit = await Visit.open(program, { script: axe });
    await answerFirstStart(visit.page, 5);
    template = program.command('exercise', 'template').stdout;
    await visit.page.goto(`${program.origin}/#/library?page=add`);
    await visit.page.getByRole('heading', { name: 'Add an exercise' }).waitFor();
  });
  afterAll(async () => {
    await visit.close();
    await program.stop();
  });

  const choose = (name: string, text: string | Buffer) =>
    visit.page.locator('input[type=file]').setInputFiles({
      name,
      mimeType: 'application/toml',
      buffer: typeof text === 'string' ? Buffer.from(text) : text,
    });
  const listOwn = async () => (await program.ask<OwnExercises>('/api/own-exercises')).exercises;

  async function look(name: string): Promise<void> {
    const { page } = visit;
    for (const [width, theme] of [
      [360, 'light'],
      [1280, 'light'],
      [1280, 'dark'],
      [2560, 'light'],
    ] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: width === 360 ? 780 : width === 1280 ? 900 : 1440 });
      await page.waitForTimeout(500);
      await page.screenshot({
        path: join(pictures, `${name}-${String(width)}-${theme}.png`),
        fullPage: width === 360,
      });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${name} at ${String(width)} px is wider than the screen`).toBeLessThanOrEqual(0);
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run: () => Promise<AxeResult> } };
        const { violations } = await axe.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html ?? ''}`);
      });
      expect(found).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  it('begins with a starting file and a page about how it is written', async () => {
    const { page } = visit;
    await look('library-add');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Starting file' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('my-exercise.toml');
    expect(readFileSync(await download.path(), 'utf8')).toBe(template);
    await page.getByRole('link', { name: 'How an exercise is written' }).click();
    await page.getByRole('heading', { level: 1, name: 'How an exercise is written' }).waitFor();
    await page.getByRole('heading', { name: /For a physiotherapist/ }).waitFor();
    await look('library-language');
    await page.getByRole('link', { name: 'Add an exercise' }).click();
    await page.getByRole('heading', { name: 'Add an exercise' }).waitFor();
  });

  it('refuses a wrong file by line, changes nothing, and keeps the focus on what is said', async () => {
    const { page } = visit;
    const wrong = template
      .replace('difficulty = 1', 'dificulty = 1')
      .replace('"hip.flexion.working" = 92', '"hip.flexion" = 92');
    await choose('prescription.toml', wrong);
    const heading = page.getByRole('heading', { name: '2 things to mend in prescription.toml' });
    await heading.waitFor(patience);
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
    const line = wrong.split('\n').findIndex((text) => text.startsWith('dificulty')) + 1;
    const finding = page.getByRole('listitem').filter({ hasText: `Line ${String(line)}` });
    await finding
      .getByText('did you mean `difficulty`', { exact: false })
      .or(finding.getByText(/Did you mean/))
      .waitFor();
    await finding.getByText('dificulty = 1', { exact: true }).waitFor();
    await look('library-add-refused');

    await choose('song.toml', Buffer.from([0xff, 0xfe, 0x00, 0x41]));
    await page.getByRole('heading', { name: 'One thing to mend in song.toml' }).waitFor(patience);
    await page.getByText(/UTF-8/).first().waitFor();
    await choose('film.toml', Buffer.alloc(2_000_000, '#'));
    await page.getByText('The file is larger than 16 kB.').waitFor(patience);
    expect(await listOwn()).toEqual([]);
  });

  it('adds a good one by keyboard, opens its page, and marks it in Library', async () => {
    const { page } = visit;
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      (async () => {
        await page.getByRole('button', { name: 'Choose a file' }).focus();
        await page.keyboard.press('Enter');
      })(),
    ]);
    await chooser.setFiles({
      name: 'mine.toml',
      mimeType: 'application/toml',
      buffer: Buffer.from(template),
    });
    await page.getByRole('heading', { level: 1, name: 'My seated hip turns' }).waitFor(patience);
    await page.getByText('Added: My seated hip turns.').last().waitFor();
    await page.getByText('Not yet reviewed by a physiotherapist.').waitFor();
    await page.getByText('From: Prescribed for me.').waitFor();
    await page.locator('canvas, .figure svg').first().waitFor(patience);
    await look('library-own');

    await page.goto(`${program.origin}/#/library`);
    await page.getByRole('combobox', { name: 'Whose' }).selectOption('own');
    const card = page.getByRole('link', { name: /My seated hip turns/ });
    await card.getByText('Yours').waitFor();
    await page.waitForFunction(() => document.querySelector('.still img, .still svg'), undefined, patience);
    await look('library-yours');
  });

  it('may be planned: it can be swapped in, and Move shows it', async () => {
    const { exercises } = await program.ask<Exercises>('/api/exercises');
    expect(exercises.find((one) => one.id === id)).toMatchObject({ own: true, left_out: '' });
    const { steps } = await program.ask<{
      steps: { exercise: string; substitutes: { exercise: string }[] }[];
    }>(`/api/today?minutes=15&spot=chair&programme=one-stiff-joint&joint=hip`);
    const named = steps.flatMap((step) => [
      step.exercise,
      ...step.substitutes.map(({ exercise }) => exercise),
    ]);
    expect(named).toContain(id);
  });

  it('is removed with a way back', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/library/${id}`);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.waitFor(patience);
    await page.waitForFunction(() => document.activeElement?.textContent?.trim() === 'Undo');
    expect((await listOwn()).map(({ state }) => state)).toEqual(['removed']);
    await look('library-removed');
    await undo.click();
    await page.getByRole('heading', { level: 1, name: 'My seated hip turns' }).waitFor(patience);
    expect((await listOwn()).map(({ state }) => state)).toEqual(['ready']);

    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await undo.waitFor(patience);
    await page.getByRole('link', { name: 'Add an exercise' }).click();
    await page.getByRole('button', { name: 'Bring back My seated hip turns' }).click();
    await page.getByRole('heading', { level: 1, name: 'My seated hip turns' }).waitFor(patience);
  });

  it('is replaced by a newer file that is dropped, and the earlier one comes back', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/library?page=add`);
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    const newer = template.replace('My seated hip turns', 'My slow hip turns');
    const zone = page.getByRole('group', { name: "The exercise's file" });
    await zone.evaluate((element, text) => {
      const carried = new DataTransfer();
      carried.items.add(new File([text], 'newer.toml'));
      element.dispatchEvent(
        new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }),
      );
    }, newer);
    await page.getByRole('heading', { level: 1, name: 'My slow hip turns' }).waitFor(patience);
    await page.getByText('Replaced: My slow hip turns.').last().waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { level: 1, name: 'My seated hip turns' }).waitFor(patience);
    expect((await listOwn()).map(({ name }) => name)).toEqual(['My seated hip turns']);
  });

  it('says what an own one lacks that does not pass any more, and offers its file', async () => {
    const { page } = visit;
    const event = {
      id: randomUUID(),
      at: new Date().toISOString(),
      offset_min: 0,
      event: {
        exercise_added: {
          exercise: 'my-old-one',
          text: template.replaceAll(id, 'my-old-one').replace('= 92', '= 170'),
        },
      },
    };
    await program.ask('/api/events', 'POST', { events: [event] });
    await page.goto(`${program.origin}/#/library`);
    await page.reload();
    await page.getByText('My seated hip turns, yours, is left out').waitFor(patience);
    await page.getByText(/beyond the joint's limit/).waitFor();
    await look('library-faulty');
    await page.getByRole('button', { name: 'Remove My seated hip turns' }).click();
    await page.getByText('Removed: My seated hip turns.').last().waitFor(patience);
    await visit.page.waitForTimeout(200);
    expect(visit.complaints).toEqual([]);
  });
});
