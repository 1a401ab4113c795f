import type { HttpTrigger } from '../../lib/http/trigger.ts';
import type { Json } from '../openapi/json.ts';
import { exampleOf } from '../openapi/model-examples.ts';
import { referredModel } from '../openapi/models.ts';
import { startFor } from './free-slots.ts';
import { credentialsOf, emailOf } from './people.ts';
import { triedOn } from './tried-on.ts';

/** What a body is for: who sends it, to which operation, and the name of the request. */
interface Purpose {
  readonly trigger: HttpTrigger;
  readonly name: string;
}

/**
 * The example of a body, so that it can be sent again and names what there is: an address is new each time but for an account that
 * is linked, an appointment begins with a free slot, and a signed-in person shows the password that they were seeded with, and keeps it.
 */
export function bodyOf(purpose: Purpose, schema: Json, schemas: Readonly<Record<string, Json>>): unknown {
  const model = referredModel(schema);
  if (model === 'Credentials') return credentialsOf('user');
  if (model === 'PatientLink') return { email: emailOf('user') };
  const example = JSON.parse(JSON.stringify(exampleOf(schema, schemas)), (key, value) => memberOf(purpose, key, value));
  return model === 'NewWaitingListEntry' ? { ...example, from: '{{from}}', to: '{{to}}' } : example;
}

/** What a member of a body is; undefined leaves it out, as it does a hold, which only one request can use up. */
function memberOf({ trigger: { allow }, name }: Purpose, key: string, value: unknown): unknown {
  if (key === 'holdId') return undefined;
  if (key === 'start') return startFor(name);
  if (key === 'email' && typeof value === 'string') return '{{$guid}}@example.com';
  if (triedOn[key] !== undefined) return `{{${key}}}`;
  return allow !== 'public' && /password$/i.test(key) ? '{{password}}' : value;
}
