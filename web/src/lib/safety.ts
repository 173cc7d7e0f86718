import type { Answer, Entry, Lock, SafetyAnswer, SafetyQuestion } from './api';

/** What the answers of the safety screen close, and how a slip of the hand is taken back. */

/** Answers every open question with no, but for the signs of an emergency: they must be answered by themselves. */
export function answerRest(
  questions: SafetyQuestion[],
  answers: Record<string, Answer>,
): Record<string, Answer> {
  const rest = questions.filter(({ id, gate }) => gate !== 'emergency' && !answers[id]);
  return { ...answers, ...Object.fromEntries(rest.map(({ id }) => [id, 'no' as const])) };
}

/** The lock that another answer alone does not lift: a professional has seen it, or the yes was a slip. */
export function findAsked(locks: Lock[], question: string, answer: Answer): Lock | null {
  if (answer === 'yes') return null;
  return locks.find((lock) => lock.question === question && lock.gate !== 'filtered') ?? null;
}

const saysYes = (entry: Entry, question: string) =>
  entry.event.safety_answered?.answers.some(
    (given) => given.question === question && given.answer === 'yes',
  ) ?? false;

/** The entries that say yes to this question, stand, and were not cleared since. */
export function findSlips(entries: Entry[], question: string): Entry[] {
  const withdrawn = new Set(entries.flatMap(({ event }) => event.withdrawn?.entry ?? []));
  const standing = entries.filter(({ id }) => !withdrawn.has(id));
  const cleared = standing.filter(
    ({ event }) => event.cleared?.question === question && !event.cleared.report,
  );
  const cleared_ms = Math.max(-Infinity, ...cleared.map(({ at }) => Date.parse(at)));
  return standing.filter((entry) => saysYes(entry, question) && Date.parse(entry.at) > cleared_ms);
}

/** The answers of an entry as they should have been. */
export function correctAnswers(entry: Entry, question: string): SafetyAnswer[] {
  return (entry.event.safety_answered?.answers ?? []).map((given) =>
    given.question === question ? { question, answer: 'no' } : given,
  );
}
