// A clip of a man who raises both arms to the side, measured in the page. Oracle: the command line, which reads the
// kept recording anew, prints the same figures. Limit: one clip, one person, software rendering.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { BodyView, Journal, Measured } from '../../../src/lib/api';
import { hasRecording, Program, recordings } from '../program';
import { answerFirstStart, Visit } from '../visit';

const clip = 'sports2d/demo.mp4';

describe.skipIf(!hasRecording(clip))('a video file', () => {
  let program: Program;
  let visit: Visit;

  beforeAll(async () => {
    program = await Program.start();
    visit = await Visit.open(program);
    await answerFirstStart(visit.page, 1);
  });
  afterAll(async () => {
    await visit.close();
    await program.stop();
  });

  const entries = async () => (await program.ask<Journal>('/api/journal?limit=200')).entries;

  it('measures both shoulders from a video file and keeps the recording', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/measure/shoulder.abduction`);
    await page.getByRole('button', { name: 'Choose a video file' }).waitFor();
    await page.locator('input[type=file]').setInputFiles(join(recordings, clip));
    await page.getByRole('region', { name: 'Left side' }).waitFor({ timeout: 1_200_000 });
    await page.getByRole('region', { name: 'Right side' }).waitFor();
    await page.screenshot({
      path: '../build/pictures-of-tests/result.png',
      mask: [page.locator('video')],
    });
    const keep = page.getByRole('checkbox', { name: /keep/i });
    if (await keep.count()) await keep.check({ force: true });
    await page.getByRole('button', { name: /^save/i }).click();
    await page.getByText('Saved in your journal.').waitFor();

    const measured = (await entries()).flatMap(({ event }) => (event.measured ? [event.measured] : []));
    expect(measured.map(({ side }) => side).sort()).toEqual(['left', 'right']);
    for (const each of measured) {
      expect(each.joint_motion).toBe('shoulder.abduction');
      expect(each.reached).not.toBeNull();
      // The man raises his arms far above his shoulders; beyond 190° no arm goes.
      expect(each.reached?.mean_deg).toBeGreaterThan(100);
      expect(each.reached?.mean_deg).toBeLessThan(190);
      expect(each.reached?.se_deg).toBeGreaterThan(0);
      expect(each.recording).not.toBe('');
    }
  });

  it('prints the same figures from the kept recording on the command line', async () => {
    const measured = (await entries()).flatMap(({ event }) => (event.measured ? [event.measured] : []));
    const name = measured[0]?.recording ?? '';
    const { status, stdout, stderr } = program.command(
      'measure',
      join(program.folder, 'recordings', name),
      '--json',
    );
    expect(stderr + String(status)).toMatch(/0$/);
    const printed = JSON.parse(stdout) as {
      measurements: (Measured & { reached_deg: number; reached_se_deg: number })[];
    };
    for (const each of measured) {
      const same = printed.measurements.find(({ side }) => side === each.side);
      expect(same?.reached_deg).toBeCloseTo(each.reached?.mean_deg ?? NaN, 6);
      expect(same?.reached_se_deg).toBeCloseTo(each.reached?.se_deg ?? NaN, 6);
    }
  });

  it('shows both shoulders on Body', async () => {
    const { page } = visit;
    await page.goto(`${program.origin}/#/body`);
    await page
      .getByText(/shoulder/i)
      .first()
      .waitFor();
    const body = await program.ask<BodyView>('/api/body');
    const arms = body.joints.filter(
      ({ joint_motion, history }) => joint_motion === 'shoulder.abduction' && history.length > 0,
    );
    expect(arms.map(({ side }) => side).sort()).toEqual(['left', 'right']);
    const reached = Math.round(arms[0]?.reached?.mean_deg ?? NaN);
    expect(await page.locator('main').innerText()).toContain(`${String(reached)}°`);
  });
});
