import type { Call } from './calls.ts';

/** The faults that every call has to survive. */
export const crashModes = ['cut-before', 'cut-after', 'kill-before', 'kill-after'] as const;
/** Faults of networks and services beside crashes; no SMTP server is asked to take a mail twice. */
export const furtherModes = ['hang', 'throttle', '500', 'duplicate'] as const;
/** Faults in which the service itself dies and is started again. */
export const outageModes = ['down-before', 'down-after'] as const;

export const modes = [...crashModes, ...furtherModes, ...outageModes] as const;
export type Mode = (typeof modes)[number];

/** A fault, and the call that it strikes: `register: SQS SendMessageBatch email #1`. */
export interface Blow {
  readonly point: string;
  readonly mode: Mode;
}

/** Names the calls of a flow, and decides which faults strike them. */
export interface Faults {
  /** Forgets all calls and waits for another one to strike, or for none when it only watches. */
  reset(blow?: Blow): void;
  /** Begins a step of the flow, in which equal calls are numbered from 1. */
  enter(step: string): void;
  /** The name of each call so far, once, in their order. */
  readonly points: readonly string[];
  /** Whether the awaited call came. */
  readonly struck: boolean;
  /**
   * The fault that strikes an attempt of a call. All attempts of the struck call meet it, since the SDK makes up for a single
   * one. But what dies does so once, at the first attempt; the next ones find it dead, or alive again.
   */
  meet(call: Call): Mode | undefined;
}

export function createFaults(): Faults {
  let blow: Blow | undefined;
  let step = '';
  let counts = new Map<string, number>();
  const points = new Map<string, string>();

  function name({ service, what, invocation }: Call): string {
    const known = points.get(invocation);
    if (known !== undefined) return known;
    const count = (counts.get(`${service} ${what}`) ?? 0) + 1;
    counts.set(`${service} ${what}`, count);
    const point = `${step}: ${service} ${what} #${count}`;
    points.set(invocation, point);
    return point;
  }

  return {
    reset(next) {
      blow = next;
      points.clear();
    },
    enter(next) {
      step = next;
      counts = new Map();
    },
    get points() {
      return [...points.values()];
    },
    get struck() {
      return blow !== undefined && [...points.values()].includes(blow.point);
    },
    meet(call) {
      const isFirst = !points.has(call.invocation);
      if (name(call) !== blow?.point) return undefined;
      return isFirst || !isDeath(blow.mode) ? blow.mode : undefined;
    },
  };
}

function isDeath(mode: Mode): boolean {
  return /^(kill|down)-/.test(mode);
}
