import type { Answer } from './client.ts';
import type { OpenClinic } from './clinic-opening.ts';
import { chapter, expect, say } from './narration.ts';

/** A mother and her child, who share an address. */
export interface Family {
  readonly motherId: string;
  readonly childId: string;
  /** The address of both, and of the mother's account. */
  readonly email: string;
}

const email = 'ines.conceicao@example.com';
const phone = '+1 (212) 555-0147';
const address = { line1: '12 Elm Street', city: 'Brooklyn', region: 'NY', postalCode: '11201', country: 'US' };
const mother = {
  ...{ name: 'Inês Conceição', email, phone, address, dateOfBirth: '1988-05-17', bloodGroup: 'A+' },
  ...{ allergies: ['Penicillin'], internalNotes: 'Asks for the results by telephone.' },
};
const child = { name: 'Tomé Conceição', email, phone, address, dateOfBirth: '2019-09-30' };

/** Registers a mother and her child, who have one address. */
export async function registerFamily({ reception }: OpenClinic): Promise<Family> {
  chapter('A mother and her child with one address');
  const post = (patient: object) => reception.post('/v1/patients', patient);
  const { id: motherId, number } = expect('POST /v1/patients', await post(mother), 201).data;
  say(`  her number is ${number}`);
  const refused = expect('the child with the same address', await post(child), 409, 'DUPLICATE_EMAIL');
  say(`  “${refused.body.detail}”`);
  const plus = { ...child, email: email.replace('@', '+tome@') };
  const { id: childId } = expect(plus.email, await post(plus), 201).data;
  return { motherId, childId, email };
}

/** Registers somebody who may be known already: nobody is refused, and those who may be the same are named. */
export async function registerTwice({ reception }: OpenClinic, { motherId }: Family): Promise<void> {
  chapter('Somebody who may be known already');
  await reception.listOnce('/v1/patients?q=conceicao', (found) => found.length === 2);
  const again = { name: 'INES CONCEICAO', email: 'ines@example.org', phone: '2125550147', dateOfBirth: '1988-05-17' };
  const answer = expect('the same name and birth date', await reception.post('/v1/patients', again), 201);
  const { possibleDuplicates } = answer.body.meta as { possibleDuplicates: { id: string; number: string }[] };
  if (possibleDuplicates[0]?.id !== motherId) throw new Error('the possible duplicate is not named');
  say(`  possible duplicates: ${possibleDuplicates.map(({ number }) => number).join(', ')}`);
  expect('it was her: the second one is deleted', await reception.remove(`/v1/patients/${answer.data.id}`), 204);
}

/** Finds patients by what people say at the desk. */
export async function findPatients({ reception, id }: OpenClinic, { motherId }: Family): Promise<void> {
  chapter('Finding patients');
  const { number } = (await reception.get(`/v1/patients/${motherId}`)).data;
  const list = (query: string, found: number) =>
    reception.listOnce(`/v1/patients?${query}`, (patients) => patients.length === found);
  const search = async (what: string, q: string, found: number) =>
    tell(expect(what, await list(`q=${encodeURIComponent(q)}`, found), 200));
  await search('by the beginnings of words, without accents', 'concei TOM', 1);
  await search('by the last digits of the telephone', '0147', 2);
  await search('by the number in lower case', number.toLowerCase(), 1);
  tell(expect('all of the clinic by name', await list(`clinicId=${id}&sort=name`, 2), 200));
  const unserved = await reception.get('/v1/patients?bloodGroup=A%2B&sort=name');
  expect('a blood group by name: no index serves it', unserved, 400, 'SORT_NOT_SERVED');
}

function tell({ data }: Answer): void {
  say(`    ${data.map(({ name, number }: { name: string; number: string }) => `${name} (${number})`).join(', ')}`);
}
