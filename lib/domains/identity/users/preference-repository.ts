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

/** Replaces all preferences of a person. */
export function setPreferences(userId: string, wanted: Preferences): Write {
  const conflict = () => new Error('Preferences are set without a condition');
  return upsert(storedPreferences, { userId }, { set: { ...wanted, userId }, conflict });
}

/** Deletes a person's preferences. */
export function removePreferences(userId: string): Write {
  return remove(storedPreferences, { userId });
}
