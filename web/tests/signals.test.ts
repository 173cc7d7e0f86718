import { describe, expect, it } from 'vitest';
import type { SignalState } from '../src/lib/api';
import { changeLeftOut, describeSignal } from '../src/settings/signals';

const microphone: SignalState = {
  signal: 'microphone',
  is_wanted: true,
  is_on: false,
  by: '',
  origins: [{ from: 'PipeWire', problem: '' }],
};

describe('signals', () => {
  it('says what a signal tells now, where it comes from, or why not', () => {
    expect(describeSignal(microphone, true)).toBe('Not now. Heard from PipeWire.');
    expect(describeSignal({ ...microphone, is_on: true, by: 'microphone in use by 42 firefox' }, true)).toBe(
      'Now: microphone in use by 42 firefox.',
    );
    const missing = [{ from: 'PipeWire', problem: 'PipeWire is gone' }];
    expect(describeSignal({ ...microphone, origins: missing }, true)).toBe('Not heard: PipeWire is gone.');
    expect(describeSignal({ ...microphone, origins: [] }, true)).toBe('Nothing tells it on this desktop.');
    expect(describeSignal(microphone, false)).toBe('Not listened to.');
  });

  it('leaves a signal out once, and takes it in again', () => {
    const one = changeLeftOut(null, 'camera', false);
    expect(one).toEqual({ signals: ['camera'] });
    expect(changeLeftOut(one, 'camera', false)).toEqual({ signals: ['camera'] });
    expect(changeLeftOut(one, 'microphone', false)).toEqual({ signals: ['camera', 'microphone'] });
    expect(changeLeftOut(one, 'camera', true)).toBeNull();
  });
});
