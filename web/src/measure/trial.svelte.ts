import type {
  LiveAnswer,
  Landmark,
  LiveFrame,
  LiveProgress,
  LiveState,
  Method,
  ProtocolInfo,
  Recording,
  TrialResult,
} from '../lib/api';
import { type Live, makeLiveRequest } from '../lib/live';
import { CameraError, type CameraFailure, closeCamera, findCameraFailure, openCamera } from './camera';
import {
  ClipError,
  computeSampleTimes,
  computeSecondsLeft,
  followFrames,
  isNewer,
  loadClip,
  seek,
} from './frames';
import {
  beginWords,
  type Checks,
  computeLongest,
  findSetUpHint,
  findSpokenProgress,
  isReady,
  makeChecks,
  tapMeantBegin_ms,
} from './guidance';
import { keepPictures, type KeptPictures } from './kept_pictures';
import { type Light, makeLightMeter } from './light';
import { PersonSearch, type Picture } from './person_search';
import { findMissingPart, PoseEstimator, type PoseModel } from './pose';

/**
 * Where a trial stands. `mirror`: the camera runs and nothing counts yet; `counting`: three, two, one;
 * `recording`: it counts; `reading`: pictures are gone through, with progress; `asking`: the program computes.
 */
export type Stage =
  'idle' | 'starting' | 'mirror' | 'counting' | 'recording' | 'reading' | 'asking' | 'result' | 'failed';

/** Above this time for a picture, in ms, pictures are kept while moving and read afterwards: a hold needs several a second. */
const slowFrom_ms = 200;

/** All has to have been in order for so long before a trial begins by itself, in ms, and in so many pictures. */
const settled_ms = 2000;
const settledPictures = 3;

/** A hint is said once it has stood for so long, and not sooner after the last one, in ms. */
const hintStands_ms = 1200;
const betweenHints_ms = 3500;

/** Time between two looks at the light, in ms. */
const lightEvery_ms = 500;

/** How long the program may take for the measurement, in ms. */
const answerWait_ms = 60_000;

/** Longest rest between two pictures of the mirror on a slow computer, in ms. */
const longestRest_ms = 2000;

/** Weight of the newest picture in the running mean of how long a picture takes. */
const newest = 0.3;

export interface Progress {
  done: number;
  total: number;
  left_s: number | null;
}

/** What a trial needs from outside; tests give their own. */
export interface TrialOutside {
  live: Pick<Live, 'send' | 'listen' | 'open'>;
  say: (words: string) => void;
  /** Draws the newest points over the picture. */
  show: (frame: LiveFrame) => void;
  loadEstimator?: (
    model: PoseModel,
  ) => Promise<Pick<PoseEstimator, 'estimate' | 'forget' | 'restart' | 'close'>>;
  wait?: (ms: number) => Promise<void>;
  readLight?: (picture: HTMLVideoElement, points: Landmark[]) => Light;
  now?: () => number;
}

/** One attempt at a protocol: from a camera or a file to the program's answer. */
export class Trial {
  stage = $state<Stage>('idle');
  failure = $state<CameraFailure | null>(null);
  /** What went wrong that no camera is to blame for, in words. */
  trouble = $state('');
  state = $state<LiveState | null>(null);
  count = $state(0);
  progress = $state<Progress>({ done: 0, total: 0, left_s: null });
  result = $state<TrialResult | null>(null);
  kept = $state<Recording | null>(null);
  /** Mean time that a picture takes, in ms. */
  frame_ms = $state(0);
  elapsed_s = $state(0);
  light = $state<Light>('unknown');
  /** Whether the trial begins by itself once all is in order. */
  begins = $state(true);
  /** Whether somebody is in the newest picture. */
  seen = $state(false);
  /** Pictures that have been read since the library was loaded. */
  #looked = $state(0);

  #search: PersonSearch | null = null;
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | null = null;
  #stopFrames: (() => void) | null = null;
  #stopListening: () => void;
  #pictures: KeptPictures | null = null;
  #clipAddress = '';
  #clock: ReturnType<typeof setInterval> | undefined;
  #answered: ((answer: LiveAnswer) => void) | null = null;
  #closed = false;
  #method: Method = 'camera';
  #readLight: (picture: HTMLVideoElement, points: Landmark[]) => Light;
  #lightRead_ms = -Infinity;
  #settledSince_ms: number | null = null;
  #settledPictures = 0;
  #hint = { words: '', since_ms: 0, said: false };
  #spoke_ms = -Infinity;
  #progressBefore: LiveProgress | null = null;
  #countdown = 0;
  #countdownSince_ms = 0;
  /** Which of the followings of the camera goes on. */
  #run = 0;

  constructor(
    private readonly protocol: ProtocolInfo,
    private readonly outside: TrialOutside,
    /** The lite model takes a tree against the light for a person, and follows it; the full one lets go. */
    private readonly model: PoseModel = 'full',
  ) {
    this.#stopListening = outside.live.listen((answer) => this.#hear(answer));
    this.#readLight = outside.readLight ?? makeLightMeter();
  }

  /** True when this computer reads pictures too slowly to follow a movement as it happens. */
  get slow(): boolean {
    return this.ready && this.frame_ms > slowFrom_ms;
  }

  /** True once it is known how fast this computer reads: the first picture only warms up. */
  get ready(): boolean {
    return this.#looked >= 2;
  }

  /** What is in order before a trial begins. */
  get checks(): Checks {
    return makeChecks(this.seen ? this.state : null, this.light);
  }

  /** The one thing to do before a trial begins; empty when all is in order. */
  get setUpHint(): string {
    return findSetUpHint(this.state, this.light, this.seen);
  }

  /** Longest recording, in seconds. */
  get longest_s(): number {
    return computeLongest(this.protocol, !this.slow);
  }

  /** Opens the camera and shows the mirror. */
  async startCamera(video: HTMLVideoElement): Promise<void> {
    this.#reset('starting', 'camera');
    this.#video = video;
    try {
      this.#needParts();
      this.#stream = await openCamera();
      if (this.#closed) return closeCamera(this.#stream);
      this.#stream.getVideoTracks()[0]?.addEventListener('ended', () => this.#fail('ended'));
      video.srcObject = this.#stream;
      await video.play();
      await this.#load();
    } catch (reason) {
      return this.#failFrom(reason);
    }
    if (this.#closed) return;
    this.#search?.restart();
    this.#ask('start');
    this.#followPictures(video);
    this.stage = 'mirror';
  }

  /** Back from the countdown to the mirror; the trial then begins by the person's own tap. */
  callOff(): void {
    if (this.stage !== 'counting' || this.#now() - this.#countdownSince_ms < tapMeantBegin_ms) return;
    this.begins = false;
    this.#settledSince_ms = null;
    this.stage = 'mirror';
  }

  /** Counts down and begins the trial. */
  async begin(): Promise<void> {
    if (this.stage !== 'mirror' || !this.ready) return;
    this.stage = 'counting';
    const countdown = ++this.#countdown;
    this.#countdownSince_ms = this.#now();
    for (const [number, word] of [
      [3, 'Three'],
      [2, 'Two'],
      [1, 'One'],
    ] as const) {
      this.count = number;
      this.outside.say(word);
      await this.#wait(1000);
      // `callOff` may have called it off meanwhile, and another have begun.
      if (this.#closed || this.stage !== 'counting' || countdown !== this.#countdown) return;
    }
    this.#stopFrames?.();
    this.#ask('discard');
    this.state = null;
    this.stage = 'recording';
    this.#progressBefore = null;
    this.#hint = { words: '', since_ms: this.#now(), said: true };
    this.#say(beginWords[this.protocol.kind]);
    const video = this.#video;
    if (!video) return;
    if (this.slow) {
      this.#runClock();
      this.#pictures = keepPictures(video);
      return;
    }
    this.#search?.restart();
    this.#ask('start');
    this.#followPictures(video);
  }

  /** Ends the recording and asks for the measurement. */
  async finish(): Promise<void> {
    if (this.stage !== 'recording') return;
    clearInterval(this.#clock);
    this.#stopFrames?.();
    this.#stopFrames = null;
    this.#say('Done. Thank you.');
    const pictures = this.#pictures;
    if (pictures) {
      this.#pictures = null;
      this.stage = 'reading';
      closeCamera(this.#stream);
      try {
        const kept = await pictures.stop();
        this.#search?.restart();
        this.#ask('start');
        await this.#readAll(kept.length, async (index) => {
          const picture = kept[index];
          if (!picture) return null;
          return { t_ms: picture.t_ms, picture: await picture.open() };
        });
      } catch (reason) {
        return this.#failFrom(reason);
      }
    }
    await this.#measure();
  }

  /** Reads a video file from its beginning to its end. */
  async readFile(video: HTMLVideoElement, file: File): Promise<void> {
    this.#reset('starting', 'video');
    this.#video = video;
    try {
      this.#needParts();
      this.#clipAddress = await loadClip(video, file);
      await this.#load();
      if (this.#closed) return;
      this.stage = 'reading';
      const times = computeSampleTimes(video.duration);
      this.#search?.restart();
      this.#ask('start');
      let last_ms: number | null = null;
      await this.#readAll(times.length, async (index) => {
        const t_ms = await seek(video, times[index] ?? 0);
        if (!isNewer(t_ms, last_ms)) return null;
        last_ms = t_ms;
        return { t_ms, picture: video };
      });
    } catch (reason) {
      return this.#failFrom(reason);
    }
    await this.#measure();
  }

  /** Asks the program to keep the recording that has just been measured. Resolves with its name, '' when it did not work. */
  async keep(): Promise<string> {
    const answer = this.#listenOnce();
    if (!this.outside.live.send(makeLiveRequest({ keep: { keep: true } }))) return '';
    const { kept } = (await answer) ?? {};
    this.kept = kept ?? null;
    return kept?.name ?? '';
  }

  /** Ends everything: camera, pictures, listening. */
  close(): void {
    this.#closed = true;
    if (this.stage === 'recording' || this.stage === 'mirror' || this.stage === 'reading')
      this.#ask('discard');
    this.#release();
    this.#stopListening();
    void this.#search?.close();
  }

  #reset(stage: Stage, method: Method): void {
    this.#release();
    this.stage = stage;
    this.#method = method;
    this.failure = this.state = this.result = this.kept = null;
    this.trouble = '';
    this.elapsed_s = 0;
    this.light = 'unknown';
    this.seen = false;
    this.#settledSince_ms = null;
  }

  #release(): void {
    clearInterval(this.#clock);
    this.#stopFrames?.();
    this.#stopFrames = null;
    void this.#pictures?.stop();
    this.#pictures = null;
    closeCamera(this.#stream);
    this.#stream = null;
    if (this.#video) this.#video.srcObject = null;
    if (this.#clipAddress) {
      this.#video?.removeAttribute('src');
      this.#video?.load();
      URL.revokeObjectURL(this.#clipAddress);
    }
    this.#clipAddress = '';
  }

  #needParts(): void {
    if (this.outside.loadEstimator) return;
    const missing = findMissingPart();
    if (missing) throw new CameraError(missing);
  }

  async #load(): Promise<void> {
    try {
      this.#search ??= new PersonSearch(await (this.outside.loadEstimator ?? PoseEstimator.load)(this.model));
    } catch {
      throw new CameraError('pose');
    }
  }

  #fail(failure: CameraFailure): void {
    if (this.#closed || this.stage === 'result' || this.stage === 'reading' || this.stage === 'asking')
      return;
    this.#release();
    this.failure = failure;
    this.stage = 'failed';
  }

  #failFrom(reason: unknown): void {
    if (this.#closed) return;
    this.#release();
    if (reason instanceof CameraError) this.failure = reason.failure;
    else if (reason instanceof ClipError) this.trouble = reason.message;
    else if (reason instanceof DOMException) this.failure = findCameraFailure(reason);
    else this.trouble = reason instanceof Error ? reason.message : String(reason);
    this.stage = 'failed';
  }

  /** Where pictures are kept, the clock tells how long; where they are followed, their own times do. */
  #runClock(): void {
    const begun = performance.now();
    this.#clock = setInterval(() => this.#setElapsed((performance.now() - begun) / 1000), 200);
  }

  #setElapsed(elapsed_s: number): void {
    this.elapsed_s = elapsed_s;
    if (elapsed_s >= this.longest_s) void this.finish();
  }

  /** Follows a running camera from now on; its pictures' times begin at 0. */
  #followPictures(video: HTMLVideoElement): void {
    const run = ++this.#run;
    this.#stopFrames = followFrames(video, (t_ms) => this.#follow(t_ms, run));
  }

  /** Reads the picture of a running camera. */
  async #follow(t_ms: number, run: number): Promise<void> {
    const video = this.#video;
    if (!video?.videoWidth || this.#closed) return;
    try {
      const frame = await this.#estimate(video, t_ms, false);
      // A picture of the mirror may be read to its end after the trial has begun: its time is another's.
      if (!frame || run !== this.#run) return;
      if (this.stage === 'mirror' || this.stage === 'counting' || this.stage === 'recording')
        this.#send(frame);
      if (this.stage === 'mirror') this.#lookAtLight(video, frame.image);
      if (this.stage === 'recording') this.#setElapsed(t_ms / 1000);
      // Reading holds up the page; where it takes long, the page gets as long to answer to the person.
      if (this.slow) await this.#wait(Math.min(this.frame_ms, longestRest_ms));
    } catch (reason) {
      this.#failFrom(reason);
    }
  }

  #lookAtLight(video: HTMLVideoElement, points: Landmark[]): void {
    if (this.#now() - this.#lightRead_ms < lightEvery_ms) return;
    this.#lightRead_ms = this.#now();
    this.light = this.#readLight(video, points);
  }

  /** Begins by itself once all has been in order for a while, and says what is not. */
  #guideToBegin(): void {
    if (!this.ready) return;
    if (!isReady(this.checks)) {
      this.#settledSince_ms = null;
      this.#sayHint(this.setUpHint);
      return;
    }
    if (this.#settledSince_ms === null) {
      this.#settledSince_ms = this.#now();
      this.#settledPictures = 0;
    }
    this.#settledPictures += 1;
    const isSettled =
      this.#now() - this.#settledSince_ms >= settled_ms && this.#settledPictures >= settledPictures;
    if (this.begins && isSettled) void this.begin();
  }

  /** Says how far the trial has come, and what to do when that changes. */
  #guideThrough(state: LiveState): void {
    const words = findSpokenProgress(this.protocol.kind, this.#progressBefore, state.progress);
    this.#progressBefore = state.progress;
    if (words !== null) this.#say(words);
    else if (state.phase === 'looking') this.#sayHint(state.hint);
    else if (state.hint !== this.#hint.words) {
      this.#hint = { words: state.hint, since_ms: this.#now(), said: true };
      if (state.hint && state.phase !== 'done') this.#say(state.hint);
    }
  }

  /** Says a hint once, and only one that stands. */
  #sayHint(words: string): void {
    const now_ms = this.#now();
    if (words !== this.#hint.words) this.#hint = { words, since_ms: now_ms, said: false };
    if (!words || this.#hint.said) return;
    if (now_ms - this.#hint.since_ms < hintStands_ms || now_ms - this.#spoke_ms < betweenHints_ms) return;
    this.#hint.said = true;
    this.#say(words);
  }

  #say(words: string): void {
    this.#spoke_ms = this.#now();
    this.outside.say(words);
  }

  #now(): number {
    return (this.outside.now ?? (() => performance.now()))();
  }

  async #estimate(picture: Picture, t_ms: number, thorough: boolean): Promise<LiveFrame | null> {
    if (!this.#search) return null;
    const begun = performance.now();
    const frame = await this.#search.estimate(picture, t_ms, thorough).catch(() => {
      throw new CameraError('pose');
    });
    const took = performance.now() - begun;
    // The first picture tells how long warming up takes, and nothing of the others.
    this.frame_ms = this.#looked < 2 ? took : (1 - newest) * this.frame_ms + newest * took;
    this.#looked += 1;
    this.seen = frame.image.length > 0;
    this.outside.show(frame);
    return frame;
  }

  /** Goes through pictures one by one, with progress. */
  async #readAll(
    total: number,
    open: (index: number) => Promise<{ t_ms: number; picture: Picture } | null>,
  ): Promise<void> {
    // The first picture takes far longer than the rest: the model warms up.
    let begun = performance.now();
    this.progress = { done: 0, total, left_s: null };
    for (let index = 0; index < total && !this.#closed; ++index) {
      const opened = await open(index);
      const frame = opened && (await this.#estimate(opened.picture, opened.t_ms, true));
      if (frame) this.#send(frame);
      if (index === 0) begun = performance.now();
      const left_s = computeSecondsLeft(index, total - 1, (performance.now() - begun) / 1000);
      this.progress = { done: index + 1, total, left_s };
    }
  }

  #send(frame: LiveFrame): void {
    if (this.outside.live.send(makeLiveRequest({ frame }))) return;
    throw new Error(
      'The program does not answer any more. See whether endrange still runs, then do it once more.',
    );
  }

  #ask(what: 'start' | 'stop' | 'discard'): boolean {
    const video = this.#video;
    return this.outside.live.send(
      what === 'start'
        ? makeLiveRequest({
            start: {
              protocol: this.protocol.id,
              method: this.#method,
              width: video?.videoWidth ?? 0,
              height: video?.videoHeight ?? 0,
              model: this.model,
            },
          })
        : makeLiveRequest({ stop: { discard: what === 'discard' } }),
    );
  }

  async #measure(): Promise<void> {
    if (this.#closed) return;
    this.stage = 'asking';
    const answer = this.#listenOnce();
    const sent = this.#ask('stop');
    const { result, problem } = (sent ? await answer : null) ?? {};
    if (this.#closed) return;
    this.#release();
    if (result) {
      this.result = result;
      this.stage = 'result';
      return;
    }
    this.trouble = problem
      ? `${problem.message} ${problem.remedy}`
      : 'The program did not answer. See whether endrange still runs, then do it once more.';
    this.stage = 'failed';
  }

  /** The next answer that is more than a state; null when none comes in time. */
  #listenOnce(): Promise<LiveAnswer | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => end(null), answerWait_ms);
      const end = (answer: LiveAnswer | null) => {
        clearTimeout(timer);
        this.#answered = null;
        resolve(answer);
      };
      this.#answered = end;
    });
  }

  #hear(answer: LiveAnswer): void {
    if (answer.state) {
      this.state = answer.state;
      if (this.stage === 'mirror') this.#guideToBegin();
      if (this.stage === 'recording') {
        this.#guideThrough(answer.state);
        if (answer.state.phase === 'done') void this.finish();
      }
      return;
    }
    if (answer.result || answer.kept || answer.problem) {
      if (this.#answered) this.#answered(answer);
      else if (answer.problem && this.stage !== 'result') {
        this.trouble = `${answer.problem.message} ${answer.problem.remedy}`;
        this.#release();
        this.stage = 'failed';
      }
    }
  }

  #wait(ms: number): Promise<void> {
    return this.outside.wait ? this.outside.wait(ms) : new Promise((resolve) => setTimeout(resolve, ms));
  }
}
