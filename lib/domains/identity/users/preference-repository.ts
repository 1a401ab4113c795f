import { entity } from '../../../data/entity.ts';
import { remove, upsert, type Write } from '../../../data/write.ts';
import { id, schema } from '../../../schemas.ts';
import { type Preferences, preferences } from './preferences.ts';

const storedPreferences = entity({
  name: 'preferences',
  table: 'identity',
  schema: schema(() => preferences().extend({ userId: id() })),
  key: ({ userId }: { readonly userId: string }) => ({ pk: `USER#${userId}`, sk: 'PREFERENCES' }),
});

/** Puts these preferences in the place of all that were there. */
export function setPreferences(userId: string, wanted: Preferences): Write {
  const conflict = () => new Error('Preferences are set without a condition');
  return upsert(storedPreferences, { userId }, { set: { ...wanted, userId }, conflict });
}

/** Forgets what a person preferred. */
export function removePreferences(userId: string): Write {
  return remove(storedPreferences, { userId });
}
