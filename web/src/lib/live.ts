import type { LiveAnswer, LiveRequest } from './api';

type Listener = (answer: LiveAnswer) => void;

/** The members of a LiveRequest, of which exactly one is set. */
export function makeLiveRequest(given: {
  [K in keyof LiveRequest]?: NonNullable<LiveRequest[K]>;
}): LiveRequest {
  return { start: null, frame: null, stop: null, keep: null, ...given };
}

const firstRetryMs = 1000;
const longestRetryMs = 30000;

/** The WebSocket to the program: break status comes on it unasked, measuring talks on it. It connects again by itself. */
export class Live {
  #socket: WebSocket | null = null;
  #listeners = new Set<Listener>();
  #statusListeners = new Set<(open: boolean) => void>();
  #retryMs = firstRetryMs;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly address: string) {}

  connect(): void {
    if (this.#socket) return;
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.address);
    this.#socket = socket;
    socket.onopen = () => {
      this.#retryMs = firstRetryMs;
      this.#statusListeners.forEach((listener) => listener(true));
    };
    socket.onmessage = (message) => {
      const answer = JSON.parse(String(message.data)) as LiveAnswer;
      this.#listeners.forEach((listener) => listener(answer));
    };
    socket.onclose = () => {
      this.#socket = null;
      this.#statusListeners.forEach((listener) => listener(false));
      this.#timer = setTimeout(() => this.connect(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
    };
  }

  get open(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Bytes that wait to be sent: a camera drops frames rather than let them pile up. */
  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  /** False when there is no connection; the request is then not sent. */
  send(request: LiveRequest): boolean {
    if (!this.open) return false;
    this.#socket?.send(JSON.stringify(request));
    return true;
  }

  /** Listens to answers; the returned function ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Listens to the connection opening and closing; the returned function ends it. */
  listenToStatus(listener: (open: boolean) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }
}
