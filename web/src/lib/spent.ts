import type { DaySpent } from './api';

/*
  What a day of sitting kept a joint from, for its dial: where the joint was, the end of its range that it never saw,
  and how much of it today's steps gave back.
*/

/** How far to either side of its angle a joint moves while sitting; the dial shows a place, not a figure. */
export const sittingBlur_deg = 10;
/** From here on the end of the range counts as visited: a minute, a choice like the dose of a week. */
export const enough_s = 60;

export interface PutBack {
  /** 0 to 1 */
  share: number;
  words: string;
}

function describe(seconds: number): string {
  if (seconds < 1) return 'nothing yet';
  return seconds < 60 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} min`;
}

/** What today's steps gave, both sides; of two unlike sides the one that got less decides. */
export function computePutBack(spent: DaySpent): PutBack {
  const { put_back_left_s: left, put_back_right_s: right, sided } = spent;
  const share = Math.min(1, Math.min(left, right) / enough_s);
  const same = describe(left) === describe(right);
  const words = !sided || same ? describe(left) : `left ${describe(left)}, right ${describe(right)}`;
  return { share, words };
}

/** "about 6 hours bent the other way", "about an hour away from its end" */
export function describeSpent(spent: DaySpent): string {
  const hours = Math.round(spent.hours);
  const time = hours < 1 ? 'less than an hour' : hours === 1 ? 'about an hour' : `about ${hours} hours`;
  return `${time} ${spent.held_short ? 'bent the other way' : 'away from its end'}`;
}
