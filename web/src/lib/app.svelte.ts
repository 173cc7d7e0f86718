import type { BreakStatus, Entry, NewEvent, Problem, State, Theme } from './api';
import { call, ProblemError, toProblem } from './client';
import { Live } from './live';
import { EventQueue } from './queue';
import { correctAnswers, findSlips } from './safety';
import { findOpeningCode, findOpeningPage, makeHash, parseRoute, type Route } from './router';

/** How often the page tells the program that someone is there. */
const activityEvery_ms = 20000;
const journalPage = 100;

/** What every part of the page shares. */
class App {
  state = $state<State | null>(null);
  problem = $state<Problem | null>(null);
  route = $state<Route>(parseRoute(''));
  /** Events written down but not acknowledged; above 0 the page says that it will send them. */
  waiting = $state(0);
  refused = $state(0);
  announcement = $state('');
  /** Set while a routine runs: the navigation steps aside. */
  moving = $state(false);

  readonly queue = new EventQueue({
    storage: window.localStorage,
    post: (events, keepalive) => call('POST /api/events', { body: { events }, keepalive }),
    makeId: () => crypto.randomUUID(),
    now: () => new Date(),
  });

  readonly live = new Live(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** Exchanges the one-time code, reads the state, and begins to listen. */
  async begin(): Promise<void> {
    const code = findOpeningCode(location.hash);
    if (code) {
      history.replaceState(null, '', location.pathname + makeHash(findOpeningPage(location.hash)));
      try {
        await call('POST /api/open', { body: { code } });
      } catch (reason) {
        // A page that is already signed in opens with an old code too.
        if (!(reason instanceof ProblemError) || reason.status === 0) this.problem = toProblem(reason);
      }
    }
    this.followHash();
    window.addEventListener('hashchange', () => this.followHash());
    window.addEventListener('pagehide', () => void this.queue.flush(true).catch(() => undefined));
    window.addEventListener('online', () => void this.send());
    await this.refresh();
    if (!this.state) return;
    this.live.listen((answer) => answer.breaks && this.setBreaks(answer.breaks));
    this.live.listenToStatus((open) => open && void this.send());
    this.live.connect();
    this.#watchActivity();
    await this.send();
  }

  /** Where the desktop shows no idle time, the page's own keys and pointer are the sign that someone is there. */
  #watchActivity(): void {
    let last = Date.now();
    const note = () => (last = Date.now());
    for (const kind of ['pointermove', 'pointerdown', 'keydown', 'scroll']) {
      window.addEventListener(kind, note, { passive: true, capture: true });
    }
    setInterval(() => {
      if (document.hidden || this.state?.breaks.activity_source !== 'page') return;
      call('POST /api/activity', { body: { idle_s: Math.round((Date.now() - last) / 1000) } }).then(
        (breaks) => this.setBreaks(breaks),
        () => undefined,
      );
    }, activityEvery_ms);
  }

  followHash(): void {
    this.route = parseRoute(location.hash);
  }

  async refresh(): Promise<void> {
    try {
      this.state = await call('GET /api/state');
      this.problem = null;
      applyTheme(this.state.settings.theme);
    } catch (reason) {
      this.problem = toProblem(reason);
    }
  }

  setBreaks(breaks: BreakStatus): void {
    if (this.state) this.state.breaks = breaks;
  }

  /** Writes an event down and sends it. Resolves when it was acknowledged (true) or waits to be sent (false). */
  async record(...given: Parameters<EventQueue['add']>): Promise<{ event: NewEvent; acknowledged: boolean }> {
    const event = this.queue.add(...given);
    const acknowledged = await this.send();
    return { event, acknowledged };
  }

  /** Takes an event back by an event that names it. */
  async withdraw(entry: string, reason: string): Promise<void> {
    await this.record({ withdrawn: { entry, reason } });
    await this.refresh();
  }

  /** One entry of the journal. */
  async findEntry(id: string): Promise<Entry | null> {
    for await (const entries of this.#readJournal()) {
      const entry = entries.find((each) => each.id === id);
      if (entry) return entry;
    }
    return null;
  }

  /** The journal, latest first, a part at a time. */
  async *#readJournal(): AsyncGenerator<Entry[]> {
    for (let offset = 0, total = 1; offset < total;) {
      const read = await call('GET /api/journal', { query: { offset, limit: journalPage } });
      yield read.entries;
      offset += read.entries.length;
      total = read.entries.length > 0 ? read.total : 0;
    }
  }

  /**
   * Takes a yes back that was a slip of the hand: what was answered along with it is written again as of then, and
   * the entry withdrawn.
   */
  async takeBackYes(question: string): Promise<void> {
    const entries: Entry[] = [];
    for await (const part of this.#readJournal()) entries.push(...part);
    for (const slip of findSlips(entries, question)) {
      await this.record({ safety_answered: { answers: correctAnswers(slip, question) } }, slip);
      await this.record({ withdrawn: { entry: slip.id, reason: 'the yes was a slip of the hand' } });
    }
    await this.refresh();
  }

  async send(): Promise<boolean> {
    clearTimeout(this.#retry);
    let done = false;
    try {
      done = await this.queue.flush();
    } catch {
      this.#retry = setTimeout(() => void this.send(), 5000);
    }
    this.waiting = this.queue.waiting().length;
    this.refused = this.queue.refused().length;
    return done;
  }

  /** Says something to a screen reader, once. */
  announce(text: string): void {
    this.announcement = '';
    requestAnimationFrame(() => (this.announcement = text));
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export const app = new App();
