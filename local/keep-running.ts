import { messageOf, type Report } from './triggers/poller.ts';

/** Where errors come that nobody has caught: the process. */
interface ErrorSource {
  removeAllListeners(event: 'uncaughtException'): unknown;
  on(event: 'uncaughtException', listener: (error: unknown) => void): unknown;
}

/**
 * Reports what nobody has caught, rejections among it, and goes on: the fault of one connection is no reason to end all others.
 * The framework's own listener, which ends the process, goes.
 */
export function keepRunning(source: ErrorSource, report: Report): void {
  source.removeAllListeners('uncaughtException');
  source.on('uncaughtException', (error) => {
    report(`a fault that nobody has caught: ${(error instanceof Error && error.stack) || messageOf(error)}`);
  });
}
