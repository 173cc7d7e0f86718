import { describe, expect, it } from 'vitest';

import { findPlaceId, findShown, listPlaces } from '../src/body/history';
import type { BodyJoint, Entry, ExerciseSummary } from '../src/lib/api';
import { makeBody } from '../src/lib/queue';
import { findLine, sortByLine, splitQuoted, toSentence } from '../src/library/findings';
import { anything, findExercises, groupByRegion, isNarrowed } from '../src/library/filter';
import { describeDose, describeJointMotion } from '../src/library/words';
import { describeDay, findLevel, makeCalendar } from '../src/progress/calendar';
import {
  describeEntry,
  formatBytes,
  formatMinuteField,
  listWithdrawn,
  parseMinuteOfDay,
} from '../src/settings/words';
import { makeMeasured } from './measurements';

const joint = (joint_motion: string, side: BodyJoint['side'], last_fed: string | null = null): BodyJoint => ({
  joint_motion,
  name: joint_motion,
  region: 'shoulders',
  side,
  human_deg: 180,
  available: null,
  reached: last_fed ? { mean_deg: 90, se_deg: 4 } : null,
  usable: null,
  gap: null,
  words: '',
  grade: null,
  grade_reason: '',
  last_fed,
  change: null,
  history: [],
});

describe('places of the figure', () => {
  it('gather the motions of a joint and side, the trunk once', () => {
    expect(findPlaceId(joint('scapula.elevation', 'left'))).toBe('shoulder.left');
    expect(findPlaceId(joint('thorax.rotation', 'right'))).toBe('thorax');
    const places = listPlaces([
      joint('hip.flexion', 'left'),
      joint('shoulder.flexion', 'left'),
      joint('neck.flexion', 'both'),
    ]);
    expect(places.map(({ id, words }) => [id, words])).toEqual([
      ['neck', 'neck'],
      ['shoulder.left', 'left shoulder'],
      ['hip.left', 'left hip'],
    ]);
  });

  it('show what was measured last', () => {
    const [place] = listPlaces([
      joint('shoulder.flexion', 'left'),
      joint('shoulder.abduction', 'left', '2026-11-02T00:00:00Z'),
      joint('shoulder.extension', 'left', '2026-11-01T00:00:00Z'),
    ]);
    expect(place && findShown(place)?.joint_motion).toBe('shoulder.abduction');
  });
});

describe('the library', () => {
  const exercise = (id: string, given: Partial<ExerciseSummary>): ExerciseSummary => ({
    id,
    name: id,
    kind: 'circle',
    position: 'seated',
    region: 'hips',
    regions: ['hips'],
    joint_motions: ['hip.flexion.left'],
    equipment: [],
    place: 'chair_only',
    clothes: 'office',
    need: 0,
    difficulty: 1,
    seconds: 60,
    sided: true,
    purpose: '',
    reviewed: 'none',
    own: false,
    left_out: '',
    ...given,
  });
  const all = [
    exercise('lunge', {
      place: 'floor',
      clothes: 'loose',
      need: 1,
      seconds: 150,
      regions: ['hips', 'upper_back'],
      left_out: 'new hip',
    }),
    exercise('wall slide', {
      equipment: ['wall'],
      place: 'room_to_stand',
      region: 'shoulders',
      regions: ['shoulders'],
    }),
    exercise('knee lift', { own: true, need: 0.4 }),
  ];
  const find = (wish: Partial<typeof anything>) =>
    findExercises(all, { ...anything, ...wish }).map(({ id }) => id);

  it('shows what is open first, then by name', () => {
    expect(find({})).toEqual(['knee lift', 'wall slide', 'lunge']);
  });

  it('finds by word, region, time, equipment and room', () => {
    expect(find({ words: 'hip flexion' })).toEqual(['knee lift', 'wall slide', 'lunge']);
    expect(find({ words: 'SLIDE' })).toEqual(['wall slide']);
    expect(find({ region: 'upper_back' })).toEqual(['lunge']);
    expect(find({ minutes: 2 })).toEqual(['knee lift', 'wall slide']);
    expect(find({ equipment: 'none' })).toEqual(['knee lift', 'lunge']);
    expect(find({ equipment: 'wall' })).toEqual(['knee lift', 'wall slide', 'lunge']);
    expect(find({ place: 'room_to_stand' })).toEqual(['knee lift', 'wall slide']);
    expect(find({ whose: 'own' })).toEqual(['knee lift']);
    expect(find({ clothes: 'office' })).toEqual(['knee lift', 'wall slide']);
    expect(find({ need: 'now' })).toEqual(['knee lift']);
    expect(find({ words: 'nothing like it' })).toEqual([]);
  });

  it('groups by region, from the head down', () => {
    expect(groupByRegion(all).map(({ region, exercises }) => [region, exercises.length])).toEqual([
      ['shoulders', 1],
      ['hips', 2],
    ]);
  });

  it('finds the line that a finding names, and says it in sentences', () => {
    const at = (what: string) => findLine({ what, ok: false, found: '', remedy: '' });
    expect([at('hip.toml:12:3'), at('hip.toml:7'), at('my 2:1 file.toml'), at('')]).toEqual([
      12,
      7,
      null,
      null,
    ]);
    const findings = ['a.toml:9:1', '', 'a.toml:2'].map((what) => ({
      what,
      ok: false,
      found: '',
      remedy: '',
    }));
    expect(sortByLine(findings).map(({ what }) => what)).toEqual(['a.toml:2', 'a.toml:9:1', '']);
    expect(splitQuoted('the key `a` is missing')).toEqual(['the key ', 'a', ' is missing']);
    expect(['write it', 'did you mean `a`?', '`a` is 9.'].map(toSentence)).toEqual([
      'Write it.',
      'Did you mean `a`?',
      '`a` is 9.',
    ]);
  });

  it('knows when a wish narrows', () => {
    expect([isNarrowed(anything), isNarrowed({ ...anything, minutes: 1 })]).toEqual([false, true]);
  });

  it('tells dose and joint motions in words', () => {
    expect(describeDose({ sets: 2, repetitions: 3, hold_s: 20, tempo_s: 0, effort_percent: 30 })).toBe(
      '2 sets of 3, holding 20 seconds, at about 30 % of your strength',
    );
    expect(describeDose({ sets: 1, repetitions: 5, hold_s: 1, tempo_s: 0, effort_percent: 0 })).toBe(
      '5 times, holding 1 second',
    );
    expect(describeDose({ sets: 1, repetitions: 1, hold_s: 0, tempo_s: 0, effort_percent: 0 })).toBe(
      '1 time',
    );
    expect(describeJointMotion('hip.internal_rotation.working')).toBe('hip internal rotation');
  });
});

describe('the calendar', () => {
  const day = (name: string, minutes: number) => ({
    day: name,
    minutes,
    breaks_taken: 1,
    breaks_skipped: 0,
    work_minutes: 0,
  });

  it('darkens with the minutes and stands in order', () => {
    expect([0, 0.5, 2, 6, 30].map(findLevel)).toEqual([0, 1, 2, 3, 3]);
    expect(
      makeCalendar([day('2026-11-02', 0), day('2026-11-01', 3)]).map((each) => [each.day, each.level]),
    ).toEqual([
      ['2026-11-01', 2],
      ['2026-11-02', 0],
    ]);
  });

  it('names the day it is, in any time zone', () => {
    expect(describeDay(day('2026-11-22', 4))).toBe('Sunday 22 November: 4 minutes, 1 break');
    expect(describeDay(day('2026-11-22', 0.4))).toContain('under a minute');
  });
});

describe('the words of Settings', () => {
  const entry = (event: Parameters<typeof makeBody>[0], id = 'a'): Entry => ({
    id,
    device: 'd',
    sequence: 1,
    at: '2026-11-22T10:00:00Z',
    offset_min: 0,
    event: makeBody(event),
  });

  it('describe an entry in one line', () => {
    expect(describeEntry(entry({ measured: makeMeasured(118, 131) }))).toBe(
      'Measured shoulder abduction, left: usable 118° ± 10°',
    );
    expect(describeEntry(entry({ routine_finished: { routine: 'r', effort: 4 } }))).toBe(
      'Routine finished, effort 4 of 10',
    );
    expect(describeEntry(entry({}))).toBe('An entry of a later version');
  });

  it('know what was taken away', () => {
    expect([...listWithdrawn([entry({ withdrawn: { entry: 'x', reason: '' } }), entry({})])]).toEqual(['x']);
  });

  it('read and write sizes and times of day', () => {
    expect([640, 12_345, 3_400_000].map(formatBytes)).toEqual(['640 bytes', '12 kB', '3.4 MB']);
    expect(['09:30', '24:00', '9:75', 'x'].map(parseMinuteOfDay)).toEqual([570, null, null, null]);
    expect(formatMinuteField(545)).toBe('09:05');
  });
});
