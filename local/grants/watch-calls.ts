import { $Command } from '@aws-sdk/client-dynamodb';
import type { Call } from './actions-of.ts';

/**
 * Shows `see` every call that an SDK client of this process makes or presigns, before it is sent; what `see` throws, the call
 * throws. All clients build their calls by this one method, whichever they are and whenever they are made.
 */
export function watchCalls(see: (call: Call) => void): void {
  const { prototype } = $Command;
  const build = prototype.resolveMiddlewareWithContext;
  prototype.resolveMiddlewareWithContext = function (clientStack, configuration, options, context) {
    const { clientName, commandName } = context;
    this.middlewareStack.add(
      (next) => async (args) => {
        see({ clientName, commandName, input: args.input });
        return next(args);
      },
      // The middleware runs before the retries, since a refusal is final.
      { name: 'grants', step: 'initialize', priority: 'high', override: true },
    );
    return build.call(this, clientStack, configuration, options, context);
  };
}
