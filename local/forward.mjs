import { forward } from './forwarding.ts';

/** The handler that serverless-offline loads in place of every function. */
export const handler = (event, context) => forward(context.functionName, event);
