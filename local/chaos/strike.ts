import { setTimeout as pause } from 'node:timers/promises';
import type { Call, ServiceName } from './calls.ts';
import type { Mode } from './faults.ts';

/** A call that a proxy holds in its hands, between the product and the service. */
export interface Exchange {
  readonly call: Call;
  /** Has the service do what it is asked, and keeps the answer back. */
  ask(): Promise<void>;
  /** Hands the answer over, asking first where nobody has. */
  answer(): Promise<void>;
  /** Ends the connection without a word more. */
  cut(): void;
  /** Answers in place of the service, which hears nothing: it is too busy, or broken. */
  refuse(reason: 'throttle' | '500'): void;
  /** Settles when the caller has hung up. */
  readonly gone: Promise<unknown>;
}

/** The services that are killed; the mail server lives in the cloud. */
type MortalName = Exclude<ServiceName, 'SMTP'>;

/** What dies and comes back. */
export interface Victims {
  /** Kills the process of the functions; the cloud starts another by itself. */
  killFunctions(): Promise<void>;
  /** Kills a service. */
  killService(service: MortalName): Promise<void>;
  /** Starts it again, on its data. */
  reviveService(service: MortalName): Promise<void>;
}

/** Longer than the product waits for any answer. */
const hangMilliseconds = 8_000;

type Strike = (exchange: Exchange, victims: Victims) => Promise<void> | void;

const strikes: Readonly<Record<Mode, Strike>> = {
  'cut-before': ({ cut }) => cut(),
  async 'cut-after'({ ask, cut }) {
    await ask();
    cut();
  },
  async 'kill-before'({ call, answer, cut }, { killFunctions }) {
    await killFunctions();
    // An event source goes on as if nothing had happened.
    if (call.byFunctions) cut();
    else await answer();
  },
  async 'kill-after'({ ask, answer }, { killFunctions }) {
    await ask();
    await killFunctions();
    await answer();
  },
  async hang({ gone, cut }) {
    await Promise.race([gone, pause(hangMilliseconds, undefined, { ref: false })]);
    cut();
  },
  throttle: ({ refuse }) => refuse('throttle'),
  '500': ({ refuse }) => refuse('500'),
  async duplicate({ ask, answer }) {
    await ask();
    await ask();
    await answer();
  },
  'down-before': restart,
  async 'down-after'(exchange, victims) {
    await exchange.ask();
    await restart(exchange, victims);
  },
};

/** Lets a fault befall a call; without one it goes its way. */
export async function strike(mode: Mode | undefined, exchange: Exchange, victims: Victims): Promise<void> {
  if (mode) await strikes[mode](exchange, victims);
  else await exchange.answer();
}

/** The caller hears of it at once, so that its next tries find nobody. */
async function restart({ call: { service }, cut }: Exchange, { killService, reviveService }: Victims): Promise<void> {
  if (service === 'SMTP') throw new RangeError('The mail server is not killed');
  await killService(service);
  cut();
  await reviveService(service);
}
