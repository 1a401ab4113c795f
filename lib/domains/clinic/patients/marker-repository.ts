import { createHash } from 'node:crypto';
import * as z from 'zod';
import { equals } from '../../../data/condition.ts';
import { entity } from '../../../data/entity.ts';
import { insert, remove, type Write } from '../../../data/write.ts';
import type { DataKey } from '../../../data-keys/data-key.ts';
import { keyedHash } from '../../../data-keys/keyed-hash.ts';
import { Conflict } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { id, schema } from '../../../schemas.ts';
import { PatientChanged } from './record-repository.ts';

/** Marks an address as a patient's at a clinic. DynamoDB has no unique attribute but the key, which may reach a log. */
export const patientEmails = entity({
  name: 'patient-email',
  table: 'clinic',
  schema: schema(() => z.object({ clinicId: id(), emailHash: z.string(), patientId: id() })),
  key: ({ clinicId, emailHash }: EmailMark) => ({ pk: `PATIENT-EMAIL#${clinicId}#${emailHash}`, sk: 'EMAIL' }),
});

/** Marks a number as given. */
export const patientNumbers = entity({
  name: 'patient-number',
  table: 'clinic',
  schema: schema(() => z.object({ number: z.string(), patientId: id() })),
  key: ({ number }: { readonly number: string }) => ({ pk: `PATIENT-NUMBER#${number}`, sk: 'NUMBER' }),
});

/** An address at a clinic, where it must not be read. */
interface EmailMark {
  readonly clinicId: string;
  readonly emailHash: string;
}

/** A patient's address at a clinic. */
interface PatientEmail {
  readonly id: string;
  readonly clinicId: string;
  readonly email: string;
}

/** Somebody has the number already: another one is to be made. */
export class NumberTaken extends Error {
  override readonly name = 'NumberTaken';
}

/** Hashes an address by the key of its clinic. All of it counts, where a hash knows the first letters of a text alone. */
export function emailMarkOf({ clinicId, email }: Omit<PatientEmail, 'id'>, clinicKey: DataKey): EmailMark {
  const digest = createHash('sha256').update(email).digest('hex');
  return { clinicId, emailHash: keyedHash(clinicKey, 'email', digest) };
}

/** Throws `DUPLICATE_EMAIL` where a patient of the clinic has the address, unless it is this one. */
export async function requireFreeEmail(
  { read }: Pick<Platform, 'read'>,
  mark: EmailMark,
  patientId?: string,
): Promise<void> {
  const taken = await read.find(patientEmails, mark);
  if (taken && taken.patientId !== patientId) throw duplicateEmail();
}

/** Takes an address for a patient; throws `DUPLICATE_EMAIL`. */
export function claimEmail({ id, ...email }: PatientEmail, clinicKey: DataKey): Write {
  return insert(patientEmails, { ...emailMarkOf(email, clinicKey), patientId: id }, { conflict: duplicateEmail });
}

/** Gives the address of a patient up, where it is theirs; throws `PatientChanged`. */
export function releaseEmail({ id, ...email }: PatientEmail, clinicKey: DataKey): Write {
  const conflict = () => new PatientChanged();
  return remove(patientEmails, emailMarkOf(email, clinicKey), { when: equals('patientId', id), conflict });
}

/** Takes a number for a patient; throws `NumberTaken`. */
export function claimNumber({ number, id }: { readonly number: string; readonly id: string }): Write {
  return insert(patientNumbers, { number, patientId: id }, { conflict: () => new NumberTaken('The number is taken') });
}

function duplicateEmail(): Conflict {
  const message = [
    'A patient of the clinic has this email address already.',
    'A child who shares the address of a parent is registered with a plus in it, name+child@example.com,',
    'which reaches the same mailbox; the account of the parent is then linked to both patients.',
  ];
  return new Conflict('DUPLICATE_EMAIL', message.join(' '));
}
