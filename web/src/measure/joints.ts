import type { BodyJoint, BodyView, Side } from '../lib/api';

export function findJoint(body: BodyView | null, jointMotion: string, side: Side): BodyJoint | undefined {
  return body?.joints.find((joint) => joint.joint_motion === jointMotion && joint.side === side);
}

/** A dial needs an end to its track: where the program tells none, a half turn. */
const unknownHuman_deg = 180;

/** The whole human range of a joint motion, from whichever side is known. */
export function findHumanRange(body: BodyView | null, jointMotion: string): number {
  const joint = body?.joints.find((each) => each.joint_motion === jointMotion && each.human_deg > 0);
  return joint?.human_deg ?? unknownHuman_deg;
}

/** "Left" with a capital where a heading begins with it. */
export const sideTitles: Record<Side, string> = { left: 'Left', right: 'Right', both: 'Both sides' };
