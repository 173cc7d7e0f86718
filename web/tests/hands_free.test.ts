// A camera trial without a browser: pictures come when the test says so, and time is the test's own.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { LiveAnswer, LiveRequest, LiveState, ProtocolInfo } from '../src/lib/api';
import type { Light } from '../src/measure/light';
import { Trial } from '../src/measure/trial.svelte';

const protocol = {
  id: 'shoulder.abduction',
  kind: 'range',
  repetitions: 3,
  seconds: 0,
  sides: ['left', 'right'],
} as ProtocolInfo;

const inOrder: LiveState = {
  t_ms: 0,
  phase: 'ready',
  hint: '',
  frames: 1,
  angles: [],
  progress: { side: 'both', count: 0, of: 3, seconds: 0, of_s: 3, turn: 0 },
  readiness: { body: true, view: true, hint: '' },
};
const turned: LiveState = { ...inOrder, readiness: { body: true, view: false, hint: 'Face the camera.' } };

class Room {
  now_ms = 0;
  light: Light = 'good';
  state = inOrder;
  readonly said: string[] = [];
  readonly sent: LiveRequest[] = [];
  readonly trial: Trial;
  #hear: (answer: LiveAnswer) => void = () => undefined;
  #show: ((now: number, frame: { mediaTime: number }) => void)[] = [];
  /** Resolves the countdown's waits one after the other. */
  seconds: (() => void)[] = [];

  constructor() {
    const none: LiveAnswer = { state: null, result: null, kept: null, problem: null, breaks: null };
    this.trial = new Trial(protocol, {
      live: {
        open: true,
        listen: (listener) => {
          this.#hear = listener;
          return () => undefined;
        },
        send: (request) => {
          this.sent.push(request);
          if (request.frame) this.#hear({ ...none, state: this.state });
          return true;
        },
      },
      say: (words) => this.said.push(words),
      show: () => undefined,
      now: () => this.now_ms,
      readLight: () => this.light,
      wait: () => new Promise((resolve) => this.seconds.push(resolve)),
      loadEstimator: () =>
        Promise.resolve({
          restart: () => undefined,
          forget: () => undefined,
          close: () => Promise.resolve(),
          estimate: (_, t_ms) => {
            const point = { x: 0.5, y: 0.5, z: 0, visibility: 1 };
            const points = Array.from({ length: 33 }, () => point);
            return Promise.resolve({ t_ms, image: points, world: points });
          },
        }),
    });
  }

  async open(): Promise<void> {
    const video = {
      videoWidth: 640,
      videoHeight: 480,
      play: () => Promise.resolve(),
      requestVideoFrameCallback: (show: (now: number, frame: { mediaTime: number }) => void) =>
        this.#show.push(show),
    };
    await this.trial.startCamera(video as unknown as HTMLVideoElement);
  }

  /** Pictures every tenth of a second, for so long. */
  async pass(seconds: number): Promise<void> {
    for (let picture = 0; picture < Math.round(seconds * 10); ++picture) {
      this.now_ms += 100;
      for (const show of this.#show.splice(0)) show(this.now_ms, { mediaTime: this.now_ms / 1000 });
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  async countDown(): Promise<void> {
    this.seconds.splice(0).forEach((resolve) => resolve());
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

describe('hands-free', () => {
  let room: Room;
  beforeEach(async () => {
    vi.stubGlobal('window', { isSecureContext: true });
    vi.stubGlobal('HTMLVideoElement', { prototype: { requestVideoFrameCallback: null } });
    vi.stubGlobal('navigator', {
      mediaDevices: {
        getUserMedia: () => Promise.resolve({ getVideoTracks: () => [], getTracks: () => [] }),
      },
    });
    room = new Room();
    await room.open();
  });
  afterEach(() => {
    room.trial.close();
    vi.unstubAllGlobals();
  });

  it('counts down by itself once all has been in order for two seconds, and not sooner', async () => {
    await room.pass(1.8);
    expect(room.trial.stage).toBe('mirror');
    await room.pass(0.8);
    expect(room.trial.stage).toBe('counting');
    expect(room.said).toEqual(['Three']);
    for (let second = 0; second < 3; ++second) await room.countDown();
    expect(room.trial.stage).toBe('recording');
    expect(room.said).toEqual(['Three', 'Two', 'One', 'Slowly, as far as you can.']);
  });

  it('waits for the light as for the stance, and says what to do once', async () => {
    room.state = turned;
    await room.pass(6);
    expect([room.trial.stage, room.said]).toEqual(['mirror', ['Face the camera.']]);
    room.state = inOrder;
    room.light = 'against';
    await room.pass(6);
    expect(room.trial.checks).toEqual({ body: true, view: true, light: false });
    expect(room.trial.stage).toBe('mirror');
    expect(room.said).toHaveLength(2);
    room.light = 'good';
    await room.pass(3);
    expect(room.trial.stage).toBe('counting');
  });

  it('begins anew where somebody moves out of order in between', async () => {
    await room.pass(1.5);
    room.state = turned;
    await room.pass(0.3);
    room.state = inOrder;
    await room.pass(1.5);
    expect(room.trial.stage).toBe('mirror');
    await room.pass(1);
    expect(room.trial.stage).toBe('counting');
  });

  it('can be called off, and then begins by a tap only', async () => {
    await room.pass(3);
    expect(room.trial.stage).toBe('counting');
    room.trial.callOff();
    await room.countDown();
    await room.pass(5);
    expect([room.trial.stage, room.trial.begins]).toEqual(['mirror', false]);
    void room.trial.begin();
    expect(room.trial.stage).toBe('counting');
  });

  it('ends by itself when the program says that it is done, and says how it goes', async () => {
    await room.pass(3);
    for (let second = 0; second < 3; ++second) await room.countDown();
    room.state = { ...inOrder, phase: 'holding', hint: 'Stay there.' };
    await room.pass(0.5);
    expect(room.said.at(-1)).toBe('Stay there.');
    room.state = { ...inOrder, phase: 'done', hint: 'Done. Rest.' };
    await room.pass(0.2);
    expect(room.said.slice(-2)).toEqual(['Stay there.', 'Done. Thank you.']);
    expect(room.trial.stage).toBe('asking');
    expect(room.sent.at(-1)?.stop).toEqual({ discard: false });
  });
});
