import { seededClinics } from '../../lib/domains/clinic/seeds/clinics.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import type { Flow, Left, Passage, Surroundings } from './flow.ts';
import { settles, wordsFor } from './settling.ts';

/** How long a key lives: it is made, told of and handed to its queue meanwhile, which keeps it back for the rest. */
const lifeMilliseconds = 2_000;
const [{ id: clinicId }] = seededClinics;

/** An API key of a clinic comes to its end, which is due at an instant. */
export const expiry: Flow = {
  name: 'expiry',
  items: { 'identity api-key': 1, 'platform due': 1, 'index index-entry': 2 },
  events: ['api-key.expired'],
  audit: ['api-key.created', 'api-key.expired'],
  mails: [],
  // The answer holds a secret, so that it is not kept: who lost it makes another key.
  times: ({ items }) => keysIn(items).length,

  begin(number): Passage {
    const name = `Laboratory ${number}`;
    let authorization = '';
    return {
      async prepare(surroundings) {
        authorization = await signIn(surroundings);
      },
      steps: { expire: (surroundings) => makeKey(name, authorization, surroundings) },
      complaintsAbout: ({ all, items }) => [...complaintsAbout(name, items), ...miscountIn(all)],
    };
  },
};

async function signIn({ send }: Surroundings): Promise<string> {
  const answer = await send('/v1/auth/login', {
    email: 'admin@polyclinic.test',
    password: seededPassword,
    transport: 'body',
  });
  if (answer.status !== 200) throw new Error(`signing in answered ${wordsFor(answer)}`);
  return `Bearer ${(answer.data as { accessToken: string }).accessToken}`;
}

async function makeKey(name: string, authorization: string, { send }: Surroundings): Promise<void> {
  const body = () => ({
    ...{ name, clinicId, permissions: ['api-keys:read'], dailyQuota: 1 },
    expiresAt: new Date(Date.now() + lifeMilliseconds).toISOString(),
  });
  const answer = await send('/v1/api-keys', body, { authorization });
  if (!settles(answer, 201)) throw new Error(`making a key answered ${wordsFor(answer)}`);
}

function keysIn(items: Left['items']): Left['items'] {
  return items.filter(({ entity }) => entity === 'api-key');
}

function complaintsAbout(name: string, items: Left['items']): string[] {
  const keys = keysIn(items);
  const alive = keys.filter((key) => key.name !== name || key.expiredAt === undefined);
  return [...(keys.length === 0 ? ['there is no key'] : []), ...alive.map(() => 'a key whose end is not on record')];
}

/** Complains where a clinic is counted to have keys, all of which have expired. */
function miscountIn(all: Left['all']): string[] {
  const use = all.find(({ entity, clinicId: id }) => entity === 'clinic-use' && id === clinicId);
  return use?.apiKeys === 0 ? [] : [`${use?.apiKeys} keys are counted at the clinic, not 0`];
}
