import { describe, expect, it } from 'vitest';

import type { DaySpent, ProgrammeInfo } from '../src/lib/api';
import { computePutBack, describeSpent } from '../src/lib/spent';
import { describeRhythm } from '../src/settings/wants';

const hip: DaySpent = {
  joint_motion: 'hip.extension',
  name: 'Hip, leg back',
  region: 'hips',
  sided: true,
  human_deg: 30,
  end_deg: 24,
  at_deg: -90,
  hours: 6.2,
  hours_seen: true,
  held_short: true,
  put_back_left_s: 0,
  put_back_right_s: 0,
  words: 'hips stay bent while sitting',
  source: '',
};

describe('what a day put back', () => {
  it('is decided by the side that got less', () => {
    expect(computePutBack(hip)).toEqual({ share: 0, words: 'nothing yet' });
    expect(computePutBack({ ...hip, put_back_left_s: 90 })).toEqual({
      share: 0,
      words: 'left 2 min, right nothing yet',
    });
    expect(computePutBack({ ...hip, put_back_left_s: 30, put_back_right_s: 30 })).toEqual({
      share: 0.5,
      words: '30 seconds',
    });
    expect(computePutBack({ ...hip, put_back_left_s: 500, put_back_right_s: 500 }).share).toBe(1);
  });

  it('says how long the joint was away', () => {
    expect(describeSpent(hip)).toBe('about 6 hours bent the other way');
    expect(describeSpent({ ...hip, held_short: false, hours: 1 })).toBe('about an hour away from its end');
    expect(describeSpent({ ...hip, hours: 0.2 })).toBe('less than an hour bent the other way');
  });
});

describe('a programme', () => {
  const programme: ProgrammeInfo = {
    id: 'x',
    name: 'X',
    purpose: '',
    audience: null,
    asks_joint: false,
    minutes: 5,
    days_a_week: 3,
    ends_after_days: null,
    sources: [],
  };
  it('says how often and how long', () => {
    expect(describeRhythm(programme)).toBe('5 minutes on 3 days a week.');
    expect(describeRhythm({ ...programme, ends_after_days: 14 })).toBe(
      '5 minutes on 3 days a week, for 14 days.',
    );
    expect(describeRhythm({ ...programme, ends_after_days: 1 })).toBe(
      '5 minutes, for the day you choose it.',
    );
  });
});
