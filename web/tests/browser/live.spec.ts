// A trial hands-free: the page begins it by itself once body, view and light will do, follows it, ends it when it is
// done, and shows and saves what the program measured. Chromium's fake camera gives the picture, and a body of straight
// limbs stands in for the pose library. Oracle: the movement that the body was told. Limit: no noise of a real camera.
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Figure, Journal, Tested } from '../../src/lib/api';
import { tapMeantBegin_ms } from '../../src/measure/guidance';
import { act, type Act, standInForPose } from './actor';
import { Program } from './program';
import { answerFirstStart, Visit } from './visit';

const pictures = resolve(dirname(fileURLToPath(import.meta.url)), '../../../build/pictures');

/** Enough for the slowest computer: pictures come evenly on a clock of their own. */
const patience_ms = 300_000;

describe('a trial that begins and ends by itself', () => {
  let program: Program;
  let visit: Visit;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    program = await Program.start();
    visit = await Visit.open(program, {
      camera: 'granted',
      switches: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    });
    await answerFirstStart(visit.page);
    await standInForPose(visit.page);
  });
  afterAll(async () => {
    await visit.close();
    await program.stop();
  });

  const entries = async () => (await program.ask<Journal>('/api/journal?limit=200')).entries;
  const tested = async (protocol: string): Promise<Tested[]> =>
    (await entries()).flatMap(({ event }) => (event.tested?.protocol === protocol ? [event.tested] : []));
  const find = (figures: Figure[] | undefined, name: string) =>
    figures?.find((figure) => figure.name === name)?.value;
  const snap = (name: string) => visit.page.screenshot({ path: resolve(pictures, `live-${name}.png`) });

  /** Steps before the camera, waits until the trial has begun by itself, and lets the movement begin. */
  const begin = async (protocol: string, what: Act) => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/measure`);
    // The list has to stand before the protocol is opened again: two steps at once leave its page as it was.
    await page.getByRole('heading', { level: 1, name: 'Measure' }).waitFor();
    await page.goto(`${program.origin}/#/measure/${protocol}`);
    await act(page, what, 'rest');
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByRole('button', { name: 'Done' }).waitFor({ timeout: patience_ms });
    await act(page, what, 'now');
  };
  const save = async () => {
    await visit.page.getByRole('button', { name: 'Save' }).click();
    await visit.page.getByText('Saved in your journal.').waitFor();
  };

  it('waits for the body, then the view, and can be held back', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/measure/shoulder.abduction`);
    await act(page, 'nobody', 'rest');
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByText('Step into the picture').waitFor({ timeout: patience_ms });
    await page.getByText('Whole body in the picture: not yet').waitFor();
    await snap('nobody');
    await act(page, 'turned', 'rest');
    await page.getByText('Turn a little more towards the camera.').waitFor();
    await page.getByText('Whole body in the picture: in order').waitFor();
    await page.getByText('Facing the camera: not yet').waitFor();
    await snap('turned');
    await act(page, 'abduction', 'rest');
    const wait = page.getByRole('button', { name: 'Wait' });
    await wait.waitFor({ timeout: patience_ms });
    // A tap at once would be taken for one that meant `Begin`, which stood in the same place.
    await page.waitForTimeout(tapMeantBegin_ms + 100);
    await wait.click();
    await page.getByText('Begin when you are ready').waitFor();
    await page.waitForTimeout(3000);
    expect(await page.getByRole('button', { name: 'Begin' }).isVisible()).toBe(true);
    await snap('held-back');
  });

  it('measures a range to the end of its repetitions', async () => {
    await begin('shoulder.abduction', 'abduction');
    const { page } = visit;
    await page.getByText('Stay there.').waitFor({ timeout: patience_ms });
    await snap('range-holding');
    await page.getByRole('region', { name: 'Left side' }).waitFor({ timeout: patience_ms });
    await page.getByText(/Left and right are alike/).waitFor();
    await page.getByText('How this was measured').first().click();
    await page
      .getByText(/What makes the ±/)
      .first()
      .waitFor();
    await snap('range-result');
    await save();
    const measured = (await entries()).flatMap(({ event }) => (event.measured ? [event.measured] : []));
    expect(measured).toHaveLength(2);
    for (const each of measured) {
      expect(each.repetitions).toHaveLength(3);
      // The straight arm was told 150°; what the landmarks' angle is off by, the definition, is the same each time.
      expect(Math.abs((each.usable?.mean_deg ?? 0) - 150)).toBeLessThan(12);
    }
  });

  it('times one leg and then the other', async () => {
    await begin('one_leg_stance', 'one_leg');
    const { page } = visit;
    await page.getByText('on the left leg').first().waitFor({ timeout: patience_ms });
    await snap('time-standing');
    await page.getByRole('region', { name: 'Left side' }).waitFor({ timeout: patience_ms });
    await snap('time-result');
    await save();
    const sides = await tested('one_leg_stance');
    expect(sides.map(({ side }) => side).sort()).toEqual(['left', 'right']);
    for (const { side, figures } of sides)
      expect(Math.abs((find(figures, 'time') ?? 0) - (side === 'left' ? 6 : 7))).toBeLessThan(0.7);
  });

  it('counts rises from a chair until the time is over', async () => {
    await begin('chair_stand', 'chair_stand');
    const { page } = visit;
    await page.getByText('s left').waitFor({ timeout: patience_ms });
    await page.waitForTimeout(3000);
    await snap('count-running');
    await page.getByRole('region', { name: 'Result' }).waitFor({ timeout: patience_ms });
    await snap('count-result');
    await save();
    const [count] = await tested('chair_stand');
    // One rise every three seconds, for thirty.
    expect(find(count?.figures, 'count')).toBe(10);
  });

  it('draws the circle of an arm', async () => {
    await begin('shoulder.circle', 'arm_circle');
    const { page } = visit;
    await page.getByText('circles, right side').waitFor({ timeout: patience_ms });
    await page.waitForTimeout(2000);
    await snap('circle-running');
    await page.getByRole('region', { name: 'Right side' }).waitFor({ timeout: patience_ms });
    await page.getByRole('img', { name: /^The circle/ }).waitFor();
    await snap('circle-result');
    await save();
    const circles = await tested('shoulder.circle');
    expect(circles.map(({ side }) => side)).toEqual(['right']);
    const cone = 2 * Math.PI * (1 - Math.cos((50 * Math.PI) / 180));
    expect(Math.abs((find(circles[0]?.figures, 'reach_cone_area') ?? 0) - cone)).toBeLessThan(0.25 * cone);
    expect(find(circles[0]?.figures, 'dead_octants')).toBe(0);
    expect(visit.foreignRequests(program.origin)).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });
});
