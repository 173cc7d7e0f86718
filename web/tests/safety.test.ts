import { describe, expect, it } from 'vitest';

import type { Answer, Entry, Lock, SafetyQuestion } from '../src/lib/api';
import { makeBody } from '../src/lib/queue';
import { answerRest, correctAnswers, findAsked, findSlips } from '../src/lib/safety';

const question = (id: string, gate: SafetyQuestion['gate']): SafetyQuestion => ({
  id,
  gate,
  text: '',
  why: '',
  advice: '',
  region: '',
  first_start: true,
});

const entry = (id: string, minute: number, given: Parameters<typeof makeBody>[0]): Entry => ({
  id,
  device: 'd',
  sequence: minute,
  at: `2026-11-22T10:${String(minute).padStart(2, '0')}:00Z`,
  offset_min: 60,
  event: makeBody(given),
});
const said = (id: string, minute: number, answer: Answer) =>
  entry(id, minute, { safety_answered: { answers: [{ question: 'signs', answer }] } });

describe('no to all the rest', () => {
  it('leaves the signs of an emergency to be answered by themselves', () => {
    const questions = [
      question('signs', 'emergency'),
      question('knee', 'locked'),
      question('hip', 'filtered'),
    ];
    expect(answerRest(questions, { hip: 'yes' })).toEqual({ knee: 'no', hip: 'yes' });
  });
});

describe('a yes that closed training', () => {
  const lock = (given: Partial<Lock>): Lock => ({
    gate: 'emergency',
    what: '',
    reason: '',
    advice: '',
    question: 'signs',
    report: '',
    ...given,
  });

  it('is asked about when the answer changes, as far as only a professional lifts it', () => {
    expect(findAsked([lock({})], 'signs', 'no')?.question).toBe('signs');
    expect(findAsked([lock({})], 'signs', 'unknown')?.question).toBe('signs');
    expect(findAsked([lock({})], 'signs', 'yes')).toBeNull();
    expect(findAsked([lock({ gate: 'filtered' })], 'signs', 'no')).toBeNull();
    expect(findAsked([lock({})], 'knee', 'no')).toBeNull();
  });

  it('is found in the journal as the entries that stand and were not cleared since', () => {
    const entries = [
      said('late', 9, 'yes'),
      said('no', 8, 'no'),
      said('gone', 7, 'yes'),
      entry('w', 8, { withdrawn: { entry: 'gone', reason: '' } }),
      entry('c', 5, { cleared: { question: 'signs', report: null } }),
      said('seen', 4, 'yes'),
    ];
    expect(findSlips(entries, 'signs').map(({ id }) => id)).toEqual(['late']);
  });

  it('is corrected without touching what was answered along with it', () => {
    const slip = entry('a', 1, {
      safety_answered: {
        answers: [
          { question: 'signs', answer: 'yes' },
          { question: 'knee', answer: 'yes' },
        ],
      },
    });
    expect(correctAnswers(slip, 'signs')).toEqual([
      { question: 'signs', answer: 'no' },
      { question: 'knee', answer: 'yes' },
    ]);
  });
});
