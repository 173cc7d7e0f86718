import type {
  Answer,
  Audience,
  Clothes,
  Equipment,
  Place,
  ProfileChanged,
  SafetyQuestion,
  Spot,
  State,
} from './api';

/** The words and choices of who someone is; the values are the journal's. */

export const audiences: { value: Audience; label: string; note: string }[] = [
  { value: 'desk_worker', label: 'I work at a desk', note: 'Short breaks between meetings' },
  { value: 'athlete', label: 'I train', note: 'Range with strength' },
  { value: 'older_adult', label: 'I am getting older', note: 'To keep moving well' },
];

export const minuteChoices = [1, 3, 5, 10];

/** Where someone is for this once. */
export const spots: { value: Spot; label: string }[] = [
  { value: 'usual', label: 'As usual' },
  { value: 'chair', label: 'Only seated' },
  { value: 'corridor', label: 'In a corridor' },
];

export function readSpot(text: string | null): Spot {
  return spots.find(({ value }) => value === text)?.value ?? 'usual';
}

export const places: { value: Place; label: string }[] = [
  { value: 'chair_only', label: 'A chair only' },
  { value: 'room_to_stand', label: 'Room to stand' },
  { value: 'floor', label: 'A floor to lie on' },
];

export const equipment: { value: Equipment; label: string }[] = [
  { value: 'wall', label: 'A wall' },
  { value: 'roller', label: 'A roller' },
  { value: 'strap', label: 'A strap or towel' },
  { value: 'stick', label: 'A stick or broom' },
];

export const clothes: { value: Clothes; label: string }[] = [
  { value: 'office', label: 'Office clothes' },
  { value: 'loose', label: 'Clothes that stretch' },
];

export const ears: { value: 'quiet' | 'free'; label: string }[] = [
  { value: 'quiet', label: 'Others need quiet' },
  { value: 'free', label: 'I may be heard' },
];

/** What is picked until the person picks otherwise. */
export function usualClothes(audience: Audience): Clothes {
  return audience === 'desk_worker' ? 'office' : 'loose';
}

export const ageBands = [
  { value: 'under_30', label: 'Under 30' },
  { value: '30_39', label: '30 to 39' },
  { value: '40_49', label: '40 to 49' },
  { value: '50_59', label: '50 to 59' },
  { value: '60_69', label: '60 to 69' },
  { value: '70_79', label: '70 to 79' },
  { value: '80_plus', label: '80 and over' },
];

export const proportions = [
  { value: 'female_average', label: 'Like the average woman' },
  { value: 'male_average', label: 'Like the average man' },
];

export function makeProfile(): ProfileChanged {
  return {
    audience: 'desk_worker',
    minutes: 3,
    place: 'room_to_stand',
    equipment: [],
    age_band: null,
    height_m: null,
    body_proportions: null,
    sitting_hours: null,
    clothes: usualClothes('desk_worker'),
    quiet: null,
  };
}

/** The answers as the journal knows them, by question. */
export function readAnswers(state: State | null): Record<string, Answer> {
  return Object.fromEntries((state?.answers ?? []).map(({ question, answer }) => [question, answer]));
}

/** Every question with its answer; what was not answered is unknown, never guessed. */
export function completeAnswers(questions: SafetyQuestion[], answers: Record<string, Answer>) {
  return questions.map(({ id }) => ({ question: id, answer: answers[id] ?? ('unknown' as Answer) }));
}

/** Metres of a height typed in centimetres, or null where it is none. Bounds as in the journal. */
export function parseHeight(text: string): number | null {
  const metres = Number(text.replace(',', '.')) / 100;
  return metres >= 0.5 && metres <= 2.6 ? metres : null;
}
