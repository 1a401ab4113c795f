import { setTimeout as pause } from 'node:timers/promises';
import type { Call, ServiceName } from './calls.ts';
import type { Mode } from './faults.ts';

/** A call that a proxy holds between the product and the service. */
export interface Exchange {
  readonly call: Call;
  /** Has the service carry out the call, and keeps the answer back. */
  ask(): Promise<void>;
  /** Passes the answer on, asking the service first where that was not done. */
  answer(): Promise<void>;
  /** Ends the connection without an answer. */
  cut(): void;
  /** Answers in place of the service, which gets nothing: it is too busy, or broken. */
  refuse(reason: 'throttle' | '500'): void;
  /** Settles when the caller has hung up. */
  readonly gone: Promise<unknown>;
}

/** The services that can be killed; the mail server lives in the cloud. */
type MortalName = Exclude<ServiceName, 'SMTP'>;

/** The processes that can be killed and come back. */
export interface Victims {
  /** Kills the process of the functions; the cloud starts another by itself. */
  killFunctions(): Promise<void>;
  /** Kills a service. */
  killService(service: MortalName): Promise<void>;
  /** Starts a service again, on its data. */
  reviveService(service: MortalName): Promise<void>;
}

/** How long a call hangs, in milliseconds: longer than the product waits for any answer. */
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
    // An event source survives, and goes on as if nothing had happened.
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

/** Strikes a call with a fault; without one the call passes. */
export async function strike(mode: Mode | undefined, exchange: Exchange, victims: Victims): Promise<void> {
  if (mode) await strikes[mode](exchange, victims);
  else await exchange.answer();
}

/** Restarts a service. The caller's connection is cut at once, so that its next attempts find no service. */
async function restart({ call: { service }, cut }: Exchange, { killService, reviveService }: Victims): Promise<void> {
  if (service === 'SMTP') throw new RangeError('The mail server is not killed');
  await killService(service);
  cut();
  await reviveService(service);
}
