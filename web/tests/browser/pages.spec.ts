// Every page in both themes and three widths: axe-core finds nothing serious, nothing is wider than the screen, no
// foreign byte is loaded. Pictures of all of them go to build/pictures, to be looked at.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { BreakStatus } from '../../src/lib/api';
import { Program } from './program';
import { tellStory } from './story';
import { answerFirstStart, Visit } from './visit';

const pictures = join(dirname(fileURLToPath(import.meta.url)), '../../../build/pictures');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages = [
  'today',
  'move',
  'measure',
  'measure/shoulder.abduction',
  'measure/one_leg_stance',
  'body',
  'progress',
  'library',
  'library/hip-circle-supported',
  'learn',
  'learn/what',
  'learn/ranges',
  'learn/comparing',
  'learn/glossary',
  'settings',
];

/** Pages that look different once somebody has moved and measured for two weeks. */
const lived = ['today', 'body', 'body/shoulder.right', 'progress', 'settings'];

/** In the browser: the still pictures of the figure that are on the screen are there. */
const areStillsDrawn = () =>
  [...document.querySelectorAll('.still')]
    .filter((still) => still.getBoundingClientRect().top < innerHeight)
    .every((still) => still.querySelector('img, svg, canvas'));

interface AxeFinding {
  id: string;
  impact: string | null;
  help: string;
  nodes: { html: string }[];
}

describe.each(['light', 'dark'] as const)('every page, %s', (theme) => {
  let program: Program;
  let visit: Visit;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    program = await Program.start();
    visit = await Visit.open(program, { theme, script: axe });
  });
  afterAll(async () => {
    await visit.close();
    await program.stop();
  });

  async function look(name: string): Promise<void> {
    const { page } = visit;
    for (const width of [360, 1280, 2560]) {
      await page.setViewportSize({ width, height: width === 360 ? 780 : width === 1280 ? 900 : 1440 });
      await page.waitForFunction(areStillsDrawn, undefined, { timeout: 60_000 });
      await page.waitForTimeout(250);
      await page.screenshot({
        path: join(pictures, `${name.replaceAll('/', '-')}-${String(width)}-${theme}.png`),
        fullPage: width === 360,
      });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${name} at ${String(width)} px is wider than the screen`).toBeLessThanOrEqual(0);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${name} at 320 px is wider than the screen`).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  async function examine(name: string): Promise<void> {
    const findings = await visit.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: AxeFinding[] }> } };
      return (await axe.run()).violations;
    });
    const serious = findings
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, help, nodes }) =>
          `${id}: ${help}: ${nodes
            .slice(0, 3)
            .map(({ html }) => html.slice(0, 160))
            .join(' | ')}`,
      );
    expect(serious, `${name}, ${theme}`).toEqual([]);
  }

  it('first start', async () => {
    await visit.page.getByRole('heading', { name: 'A few minutes, most days' }).waitFor();
    await look('first-start');
    await examine('first start');
    await answerFirstStart(visit.page, 3);
  });

  it.each(pages)('%s', async (name) => {
    await visit.page.goto(`${program.origin}/#/${name}`);
    await visit.page.locator('h1').first().waitFor();
    await visit.page.waitForLoadState('networkidle');
    await visit.page.waitForTimeout(400);
    await look(name);
    await examine(name);
  });

  it('a routine on its way, and the pain screen', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/move`);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const hurts = page.getByRole('button', { name: /it hurts/i });
    await hurts.waitFor();
    await page.waitForTimeout(6000);
    await look('move-running');
    await examine('move running');
    await hurts.click();
    await page.getByRole('dialog', { name: 'You have stopped. What is it?' }).waitFor();
    await look('move-hurts');
    await examine('the pain screen');
  });

  it.each(lived)('%s after two weeks', async (name) => {
    if (name === lived[0]) await tellStory(program);
    await visit.page.goto(`${program.origin}/#/learn`);
    await visit.page.goto(`${program.origin}/#/${name}`);
    await visit.page.locator('h1').first().waitFor();
    await visit.page.waitForLoadState('networkidle');
    await visit.page.waitForTimeout(400);
    await look(`${name}-lived`);
    await examine(`${name} after two weeks`);
  });

  it('the page for a physiotherapist', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/api/summary/page`);
    await page.getByRole('heading', { name: 'Mobility summary' }).waitFor();
    await look('summary-lived');
    await examine('the page for a physiotherapist');
    const sheet = await page.pdf({ format: 'A4' });
    expect(sheet.toString('latin1').match(/\/Type \/Page\b/g), 'it fits on one sheet').toHaveLength(1);
  });

  it('swaps a step of today, and takes it back', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/today`);
    const swap = page.getByRole('button', { name: /^Swap / }).first();
    const name = ((await swap.getAttribute('aria-label')) ?? '').replace('Swap ', '');
    const steps = page.getByRole('region', { name: 'Step by step' });
    await swap.click();
    const dialog = page.getByRole('dialog', { name: `Instead of ${name}` });
    await dialog.waitFor();
    await look('today-swap');
    await examine('what a step may be swapped for');
    await dialog.getByRole('listitem').first().getByRole('button').click();
    await page.getByText(/^Swapped for /).waitFor();
    await steps.getByRole('heading', { name }).first().waitFor({ state: 'detached' });
    expect(await page.getByRole('link', { name: 'Start', exact: true }).getAttribute('href')).toMatch(
      /swap=/,
    );
    await page.getByRole('button', { name: 'Undo' }).click();
    await steps.getByRole('heading', { name }).first().waitFor();
  });

  it('two measurements against each other', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/body/shoulder.right`);
    await page.getByText('Compare two measurements').first().click();
    await page.getByText('Smallest that shows').first().waitFor();
    await page.getByText('As a table').first().click();
    await look('body-compare');
    await examine('two measurements against each other');
  });

  it('a break, as its window shows it', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/learn`);
    // The routine that was begun above is a break too, and its time may be up by now.
    if ((await program.ask<BreakStatus>('/api/breaks')).phase === 'on_break')
      await program.ask('/api/breaks', 'POST', { action: 'done', minutes: null, until: null });
    await program.ask('/api/breaks', 'POST', { action: 'now', minutes: 2, until: null });
    await page.goto(`${program.origin}/#/break`);
    await page.getByText(/\d:\d\d left/).waitFor();
    await page.getByRole('button', { name: /it hurts/i }).waitFor();
    expect(await page.getByRole('navigation').count(), 'nothing leads away').toBe(0);
    // A figure that moves keeps a browser without a card busy.
    await page.getByRole('button', { name: 'Pause' }).click();
    await look('break');
    await examine('a break');
    await page.getByRole('button', { name: 'End the break' }).click();
    await page.getByRole('heading', { name: 'That was the break' }).waitFor();
    await expect
      .poll(async () => (await program.ask<BreakStatus>('/api/breaks')).phase, { timeout: 30_000 })
      .not.toBe('on_break');
  });

  it('asked nothing of another host', () => {
    expect(visit.foreignRequests(program.origin)).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });
});
