import { NotFound } from '../../lib/errors.ts';
import { staticEndpoint } from '../../lib/http/static-endpoint.ts';
import { http } from '../../lib/http/trigger.ts';

/** Answers whatever no other route takes, in the form of every other error. */
export const trigger = http({
  method: 'ANY',
  path: '$default',
  allow: 'public',
  responses: { 204: 'empty' },
  problems: { 404: ['ROUTE_NOT_FOUND'] },
  grants: [],
});
export const createHandler = () =>
  staticEndpoint(trigger, ({ request }) => {
    throw new NotFound('ROUTE_NOT_FOUND', `There is no route ${request.method} on this path.`);
  });
export const handler = createHandler();
