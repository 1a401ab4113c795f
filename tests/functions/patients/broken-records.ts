import type { Item } from '../../../lib/data/database.ts';
import type { CanaryStore } from '../../support/canary-store.ts';
import type { Clinic, Told } from './canary-clinic.ts';
import { staff } from './canary-course.ts';

/** A sealed text with another byte near its end. */
const turned = (text: unknown) => String(text).replace(/.(?=...$)/, (letter) => (letter === 'A' ? 'B' : 'A'));

const recordAt = (id: string) => ({ table: 'clinic', key: { pk: `PATIENT#${id}`, sk: 'PATIENT' } }) as const;
const dataKeyAt = (id: string) => ({ table: 'data-keys', key: { pk: `PATIENTS#${id}`, sk: 'KEY' } }) as const;

/** What somebody who writes to the tables past the product may do to an item, who knows that of another patient. */
const meddlings = [
  { at: recordAt, change: (_: Item, { allergies }: Item) => ({ allergies }) },
  { at: recordAt, change: ({ internalNotes }: Item) => ({ internalNotes: turned(internalNotes) }) },
  { at: dataKeyAt, change: (_: Item, { wrapped }: Item) => ({ wrapped }) },
];

/** Asks for a patient, and for a change, while fields of another, a changed byte or the other’s data key stand in their place. */
export async function askForBroken({ routes }: Clinic, { database }: CanaryStore, id: string, otherId: string) {
  const params = { patientId: id };
  const answers: Told[] = [];
  for (const { at, change } of meddlings) {
    const [own, other] = [await itemAt(at(id)), await itemAt(at(otherId))];
    await database.write({ kind: 'put', table: at(id).table, item: { ...own, ...change(own, other) } });
    answers.push(await routes.get(staff, { params }));
    answers.push(await routes.change(staff, { method: 'PATCH', params, json: { internalNotes: null } }));
    await database.write({ kind: 'put', table: at(id).table, item: own });
  }
  return answers;

  async function itemAt(place: ReturnType<typeof recordAt | typeof dataKeyAt>): Promise<Item> {
    const item = await database.get({ ...place, consistent: true });
    if (!item) throw new Error(`there is no ${place.key.pk}`);
    return item;
  }
}
