import type { LiveProgress, LiveState, ProtocolInfo, ProtocolKind } from '../lib/api';
import { type Light, lightHints } from './light';

/** A tap so soon after the countdown began by itself was meant for *Begin*, which stood where *Wait* stands now, in ms. */
export const tapMeantBegin_ms = 600;

/** What has to be in order before a trial begins. */
export interface Checks {
  body: boolean;
  view: boolean;
  light: boolean;
}

/** All that is in order, from what the program and the page see; nothing is before somebody is looked at. */
export function makeChecks(state: LiveState | null, light: Light): Checks {
  return {
    body: state?.readiness.body ?? false,
    view: state?.readiness.view ?? false,
    light: light === 'good',
  };
}

export const isReady = (checks: Checks) => checks.body && checks.view && checks.light;

/** The one thing to do before a trial can begin; empty when there is none. Where nobody is seen, light comes first. */
export function findSetUpHint(state: LiveState | null, light: Light, seen: boolean): string {
  const ofLight = lightHints[light];
  if (!seen && ofLight) return ofLight;
  return (state?.readiness.hint ?? '') || ofLight;
}

/** What a person is told as the trial begins, short enough to be heard once. */
export const beginWords: Record<ProtocolKind, string> = {
  range: 'Slowly, as far as you can.',
  circle: 'Slow, large circles.',
  count: 'Go.',
  time: 'Lift one foot, and stay.',
  distance: '',
};

/** The whole of what to do, for the line under the picture while nothing more pressing is to be said. */
export function describeTask(protocol: Pick<ProtocolInfo, 'kind' | 'repetitions' | 'seconds'>): string {
  switch (protocol.kind) {
    case 'range':
      return `Slowly, as far as you can. Hold. Come back. ${protocol.repetitions} times.`;
    case 'circle':
      return `Slow, large circles, all one way. ${protocol.repetitions} times.`;
    case 'count':
      return `Stand up and sit down, as often as you safely can in ${protocol.seconds} seconds.`;
    case 'time':
      return `Stand on one leg, up to ${protocol.seconds} seconds. Then on the other.`;
    case 'distance':
      return '';
  }
}

/** Time to get going, and to come to an end, beside the test itself, in seconds. */
const margin_s = 20;
/** Longest trial of a range: three repetitions with holds take half of it. */
const longestRange_s = 60;
/** About as long as a slow circle takes, as the tests have it. */
const circle_s = 10;
/** Where pictures are read afterwards, nobody sees when a count begins: a moment is added to its seconds. */
const begins_s = 3;

/** Longest recording of a test from the camera, in seconds. */
export function computeLongest(
  protocol: Pick<ProtocolInfo, 'kind' | 'repetitions' | 'seconds' | 'sides'>,
  followed: boolean,
): number {
  switch (protocol.kind) {
    case 'circle':
      return protocol.repetitions * circle_s + 2 * margin_s;
    case 'count':
      return protocol.seconds + (followed ? margin_s : begins_s);
    case 'time':
      return protocol.sides.length * protocol.seconds + margin_s;
    default:
      return longestRange_s;
  }
}

/** What is said as a trial goes on: the count as it grows, and the seconds of a stance by tens; null for nothing. */
export function findSpokenProgress(
  kind: ProtocolKind,
  before: LiveProgress | null,
  now: LiveProgress,
): string | null {
  if ((kind === 'count' || kind === 'circle') && now.count > (before?.count ?? 0)) return String(now.count);
  const tens = Math.floor(now.seconds / 10);
  const isLater = tens > Math.floor((before?.seconds ?? 0) / 10);
  if (kind === 'time' && isLater && now.seconds < now.of_s) return `${tens}0 seconds`;
  return null;
}

/** The number that stands large over the picture while a trial runs, and what it counts; null for a range. */
export function findReadout(
  kind: ProtocolKind,
  progress: LiveProgress,
): { figure: string; words: string } | null {
  const side = progress.side === 'both' ? '' : `${progress.side} `;
  switch (kind) {
    case 'circle':
      return {
        figure: `${progress.count}/${progress.of}`,
        words: side ? `circles, ${side}side` : 'circles',
      };
    case 'count':
      return {
        figure: String(progress.count),
        words: `${Math.ceil(Math.max(0, progress.of_s - progress.seconds))} s left`,
      };
    case 'time':
      return {
        figure: `${Math.floor(progress.seconds)} s`,
        words: side ? `on the ${side}leg` : 'on both feet',
      };
    default:
      return null;
  }
}
