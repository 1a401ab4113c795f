import type { AuditAction } from '../../../commit/audit-action.ts';
import type { Language, Translations } from '../../../languages.ts';

/** The actions that the accesses of a record show; one more in this list does not compile until it has its words. */
export const accessActions = [
  'patient.read',
  'patient.registered',
  'patient.changed',
  'patient.deleted',
  'patient.restored',
  'patient.linked',
  'patient.unlinked',
] as const satisfies readonly AuditAction[];

/** An action that the accesses of a record show. */
type AccessAction = (typeof accessActions)[number];

/** What is said of an action to the patient, and to whoever answers for the record. */
interface Words {
  readonly own: string;
  readonly other: string;
}

const words: Readonly<Record<AccessAction, Translations<Words>>> = {
  'patient.read': {
    en: { own: 'Your record was opened.', other: 'The record was opened.' },
    de: { own: 'Ihre Akte wurde geöffnet.', other: 'Die Akte wurde geöffnet.' },
    es: { own: 'Se abrió su historia clínica.', other: 'Se abrió la historia clínica.' },
  },
  'patient.registered': {
    en: { own: 'You were registered as a patient.', other: 'The patient was registered.' },
    de: { own: 'Sie wurden als Patient aufgenommen.', other: 'Der Patient wurde aufgenommen.' },
    es: { own: 'Se le registró como paciente.', other: 'Se registró al paciente.' },
  },
  'patient.changed': {
    en: { own: 'Your record was changed.', other: 'The record was changed.' },
    de: { own: 'Ihre Akte wurde geändert.', other: 'Die Akte wurde geändert.' },
    es: { own: 'Se modificó su historia clínica.', other: 'Se modificó la historia clínica.' },
  },
  'patient.deleted': {
    en: { own: 'Your record was put aside.', other: 'The record was put aside.' },
    de: { own: 'Ihre Akte wurde abgelegt.', other: 'Die Akte wurde abgelegt.' },
    es: { own: 'Se archivó su historia clínica.', other: 'Se archivó la historia clínica.' },
  },
  'patient.restored': {
    en: { own: 'Your record was brought back.', other: 'The record was brought back.' },
    de: { own: 'Ihre Akte wurde zurückgeholt.', other: 'Die Akte wurde zurückgeholt.' },
    es: { own: 'Se recuperó su historia clínica.', other: 'Se recuperó la historia clínica.' },
  },
  'patient.linked': {
    en: { own: 'An account was given access to your record.', other: 'An account was given access to the record.' },
    de: { own: 'Ein Konto erhielt Zugang zu Ihrer Akte.', other: 'Ein Konto erhielt Zugang zu der Akte.' },
    es: {
      own: 'Una cuenta obtuvo acceso a su historia clínica.',
      other: 'Una cuenta obtuvo acceso a la historia clínica.',
    },
  },
  'patient.unlinked': {
    en: { own: 'An account lost access to your record.', other: 'An account lost access to the record.' },
    de: { own: 'Ein Konto verlor den Zugang zu Ihrer Akte.', other: 'Ein Konto verlor den Zugang zu der Akte.' },
    es: {
      own: 'Una cuenta perdió el acceso a su historia clínica.',
      other: 'Una cuenta perdió el acceso a la historia clínica.',
    },
  },
};

/** Whether the accesses of a record show an action. */
export function isAccessAction(action: string): action is AccessAction {
  return Object.hasOwn(words, action);
}

/** Says what was done, in a sentence for the patient or for others. */
export function sentenceOf(action: AccessAction, language: Language, isOwn: boolean): string {
  const { own, other } = words[action][language];
  return isOwn ? own : other;
}
