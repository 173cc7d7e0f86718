import type { HistoryPoint, Measured } from '../src/lib/api';

/** A measurement of a left shoulder by a video. */
export const makeMeasured = (
  usable_deg: number | null,
  reached_deg: number,
  given: Partial<Measured> = {},
): Measured => ({
  joint_motion: 'shoulder.abduction',
  side: 'left',
  protocol: 'shoulder.abduction',
  method: 'video',
  set_up: 'standing/front',
  set_up_se_deg: 0,
  available: null,
  reached: { mean_deg: reached_deg, se_deg: 5 },
  usable: usable_deg === null ? null : { mean_deg: usable_deg, se_deg: 5 },
  hold_s: 3,
  steadiness_deg: null,
  grade: 'measured',
  grade_reason: '',
  repetitions: [],
  recording: '',
  note: '',
  ...given,
});

/** One measurement in a story. */
export const makePoint = (entry: string, at: string, given: Measured): HistoryPoint => ({
  entry,
  day: at.slice(0, 10),
  at,
  measured: given,
  verdict: 'first',
  verdict_words: '',
  mdc_deg: null,
});
