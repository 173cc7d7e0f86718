import type { Page } from 'playwright-core';

/** Whom the stand-in for the pose library sees, and what they do. */
export type Act = 'abduction' | 'arm_circle' | 'chair_stand' | 'one_leg' | 'nobody' | 'turned';

/** The page's window while the stand-in is in it. */
export interface ActedWindow {
  /** The time of the newest picture, in seconds: pictures come evenly, however fast this computer is. */
  picture_s?: number;
  /** When the movement began, on the same clock; before that the person rests. */
  actsFrom_s?: number;
  act?: Act;
}

/**
 * Stands in for the pose library: a body of straight limbs that does what it is told, so that a trial can be walked
 * through without a person before the camera. Everything behind it is the real thing: page, program, fit, measurement.
 * It is handed to the browser as text, so it holds all that it needs.
 */
function standIn(): void {
  type Point = { x: number; y: number; z: number };
  const acted = window as unknown as ActedWindow & { Pose: unknown };
  const radians = Math.PI / 180;
  const add = (a: Point, b: Point, length = 1): Point => ({
    x: a.x + b.x * length,
    y: a.y + b.y * length,
    z: a.z + b.z * length,
  });
  const ramp = (share: number) => 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, Math.max(0, share)));

  /** Directions of upper arm, forearm, thigh and shank of one side, in a world with x to the picture's right and y down. */
  const pose = (act: Act, side: 1 | -1, t: number) => {
    const down: Point = { x: 0, y: 1, z: 0 };
    let arm = down;
    let thigh = down;
    let shank = down;
    if (act === 'abduction' && t > 0) {
      // Up in two seconds, three and a half held, down in two, one of rest.
      const u = t % 8.5;
      const angle = 150 * radians * (ramp(u / 2) - ramp((u - 5.5) / 2));
      arm = { x: side * Math.sin(angle), y: Math.cos(angle), z: 0 };
    } else if (act === 'arm_circle' && side === -1 && t > 0) {
      // Round a cone of 50 degrees about straight to the side.
      const turn = (2 * Math.PI * t) / 5;
      const out = 50 * radians;
      arm = { x: -Math.cos(out), y: Math.sin(out) * Math.cos(turn), z: -Math.sin(out) * Math.sin(turn) };
    } else if (act === 'chair_stand') {
      const up = t > 0 ? ramp((t % 3) / 1.2) - ramp(((t % 3) - 1.5) / 1.2) : 0;
      const bend = 88 * radians * (1 - up);
      thigh = { x: 0, y: Math.cos(bend), z: -Math.sin(bend) };
    } else if (act === 'one_leg' && t > 0) {
      // Six seconds on the left leg, two of rest, seven on the right.
      const lifted = t < 6 ? -1 : t > 8 && t < 15 ? 1 : 0;
      if (lifted === side) {
        thigh = { x: 0, y: Math.cos(40 * radians), z: -Math.sin(40 * radians) };
        shank = { x: 0, y: Math.cos(50 * radians), z: Math.sin(50 * radians) };
      }
    }
    return { arm, thigh, shank };
  };

  const see = (act: Act, t: number) => {
    if (act === 'nobody') return {};
    const points: Point[] = Array.from({ length: 33 }, () => ({ x: 0, y: -0.66, z: -0.1 }));
    [1, 4].forEach((first, left) => {
      for (let at = first; at < first + 3; ++at)
        points[at] = { x: (left === 0 ? 1 : -1) * (0.02 + 0.01 * (at - first)), y: -0.7, z: -0.08 };
    });
    for (const [side, offset] of [
      [1, 0],
      [-1, 1],
    ] as const) {
      const { arm, thigh, shank } = pose(act, side, t);
      points[7 + offset] = { x: side * 0.075, y: -0.68, z: 0 };
      points[9 + offset] = { x: side * 0.03, y: -0.62, z: -0.09 };
      const shoulder = { x: side * 0.17, y: -0.5, z: 0 };
      const hip = { x: side * 0.09, y: 0, z: 0 };
      const knee = add(hip, thigh, 0.43);
      const ankle = add(knee, shank, 0.43);
      points[11 + offset] = shoulder;
      points[13 + offset] = add(shoulder, arm, 0.3);
      points[15 + offset] = add(shoulder, arm, 0.56);
      for (const hand of [17, 19, 21]) points[hand + offset] = add(shoulder, arm, 0.64);
      points[23 + offset] = hip;
      points[25 + offset] = knee;
      points[27 + offset] = ankle;
      points[29 + offset] = add(ankle, { x: 0, y: 0.05, z: 0.04 });
      points[31 + offset] = add(ankle, { x: 0, y: 0.06, z: -0.15 });
    }
    // The chair stands side-on, and `turned` stands half turned away: the left side comes nearer.
    const yaw = act === 'chair_stand' ? Math.PI / 2 : act === 'turned' ? 35 * radians : 0;
    const floor = Math.max(...points.map((point) => point.y));
    const perMetre = 0.4;
    const world = points.map(({ x, y, z }) => ({
      x: x * Math.cos(yaw) + z * Math.sin(yaw),
      y,
      z: -x * Math.sin(yaw) + z * Math.cos(yaw),
      visibility: 0.99,
    }));
    const image = world.map((point) => ({
      x: 0.5 + (point.x * perMetre * 3) / 4,
      y: 0.94 - (floor - point.y) * perMetre,
      z: (point.z * perMetre * 3) / 4,
      visibility: 0.99,
    }));
    return { poseLandmarks: image, poseWorldLandmarks: world };
  };

  const perSecond = 10;
  HTMLVideoElement.prototype.requestVideoFrameCallback = (show) =>
    window.setTimeout(() => {
      acted.picture_s = (acted.picture_s ?? 0) + 1 / perSecond;
      show(performance.now(), { mediaTime: acted.picture_s } as VideoFrameCallbackMetadata);
    }, 20);

  acted.Pose = class {
    private listener: (results: object) => void = () => undefined;
    setOptions() {}
    onResults(listener: (results: object) => void) {
      this.listener = listener;
    }
    async initialize() {}
    async send() {
      const t = acted.actsFrom_s === undefined ? 0 : (acted.picture_s ?? 0) - acted.actsFrom_s;
      this.listener(see(acted.act ?? 'nobody', t));
    }
    reset() {}
    async close() {}
  };
}

/** Lets the page find the stand-in where it looks for its pose library. */
export async function standInForPose(page: Page): Promise<void> {
  await page.route('**/pose/pose.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `(${standIn.toString()})();` }),
  );
}

/** Sets what the person does; `now` lets the movement begin. */
export async function act(page: Page, what: Act, when: 'rest' | 'now'): Promise<void> {
  await page.evaluate(
    ([told, begins]) => {
      const acted = window as unknown as ActedWindow;
      acted.act = told;
      if (begins) acted.actsFrom_s = acted.picture_s ?? 0;
      else delete acted.actsFrom_s;
    },
    [what, when === 'now'] as const,
  );
}
