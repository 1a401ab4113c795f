import type { Call } from './actions-of.ts';
import { nameOfUsed, type Use } from './use.ts';

/** AWS's answer to a call that the function's role does not allow. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDeniedException';
  readonly $fault = 'client';
  readonly $metadata = { httpStatusCode: 400 };

  constructor(functionName: string, { action, ...of }: Use) {
    super(
      `${functionName} is not authorized to perform: ${action} on resource: ${nameOfUsed(of)} ` +
        'because no grant of its trigger allows it',
    );
  }
}

/** AWS was called while no function ran, at import, which no function's grants can allow. */
export class CallerUnknown extends Error {
  override readonly name = 'CallerUnknown';

  constructor({ clientName, commandName }: Call) {
    super(`${clientName} was sent a ${commandName} outside of every invocation`);
  }
}
