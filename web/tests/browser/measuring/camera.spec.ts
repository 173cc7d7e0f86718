// Measuring through getUserMedia, with Chromium's fake camera fed from the clip: it must end in a result or in what to
// change, and no picture may leave the browser.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasRecording, Program, recordings } from '../program';
import { answerFirstStart, Visit } from '../visit';

const clip = 'sports2d/demo.mp4';
/** A little more than the clip is long, so that all of it is in the trial wherever its loop began. */
const trial_ms = 9000;

async function openCamera(visit: Visit, program: Program): Promise<void> {
  await visit.page.goto(`${program.origin}/#/measure/shoulder.abduction`);
  await visit.page.getByRole('button', { name: 'Use the camera' }).click();
}

describe.skipIf(!hasRecording(clip))('measuring with a camera', () => {
  let program: Program;
  let visit: Visit;
  const folder = mkdtempSync(join(tmpdir(), 'endrange-camera-'));

  beforeAll(async () => {
    const film = join(folder, 'camera.mjpeg');
    const made = spawnSync('ffmpeg', [
      '-loglevel',
      'error',
      '-i',
      join(recordings, clip),
      '-an',
      '-vf',
      'scale=960:-2',
      '-q:v',
      '3',
      '-f',
      'mjpeg',
      film,
    ]);
    expect(made.stderr.toString()).toBe('');
    program = await Program.start();
    visit = await Visit.open(program, {
      camera: 'granted',
      switches: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${film}`,
      ],
    });
    await answerFirstStart(visit.page);
  });
  afterAll(async () => {
    await visit.close();
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends in a result or in what to change, with the picture never leaving the browser', async () => {
    await openCamera(visit, program);
    const { page } = visit;
    const begin = page.getByRole('button', { name: 'Begin' });
    await begin.waitFor({ timeout: 300_000 });
    // It opens once the library has warmed up, and begins by itself where the man of the clip stands ready. The longest
    // wait of this test: where reading a picture takes seconds, the countdown waits for each.
    const done = page.getByRole('button', { name: 'Done' });
    const begun = done.waitFor({ timeout: 600_000 });
    await Promise.any([begin.click({ timeout: 600_000 }), begun]);
    await begun;
    await page.waitForTimeout(trial_ms);
    await done.click();
    const outcome = page.getByRole('region', { name: /side$/ }).or(page.getByText(/pictures in \d+ seconds/));
    await outcome.first().waitFor({ timeout: 1_200_000 });
    expect(visit.foreignRequests(program.origin)).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });
});
