// Measuring where there is no picture: permission refused, and no camera at all. Each must end in a clear next step.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Program } from './program';
import { answerFirstStart, Visit } from './visit';

async function openCamera(visit: Visit, program: Program): Promise<void> {
  await visit.page.goto(`${program.origin}/#/measure/shoulder.abduction`);
  await visit.page.getByRole('button', { name: 'Use the camera' }).click();
}

describe('measuring without a camera that works', () => {
  let program: Program;
  beforeAll(async () => {
    program = await Program.start();
  });
  afterAll(() => program.stop());

  it('says how to allow a camera that was refused', async () => {
    const visit = await Visit.open(program, {
      switches: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
      camera: 'refused',
    });
    await answerFirstStart(visit.page);
    await openCamera(visit, program);
    await visit.page.getByText('The camera is not allowed for this page.').waitFor();
    await visit.page.getByText('allow it for this page').waitFor();
    expect(await visit.page.getByRole('button', { name: /again/i }).count()).toBeGreaterThan(0);
    await visit.close();
  });

  it('says what to do where there is none', async () => {
    const visit = await Visit.open(program, { camera: 'granted' });
    await openCamera(visit, program);
    await visit.page.getByText('No camera was found.').waitFor();
    await visit.page.getByText('Plug one in').waitFor();
    await visit.close();
  });
});
