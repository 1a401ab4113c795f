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
  'appointment.booked',
  'appointment.read',
  'appointment.rescheduled',
  'appointment.cancelled',
  'appointment.checked-in',
  'appointment.completed',
  'appointment.missed',
  'appointments.listed',
  'waiting-list.joined',
  'waiting-list.left',
  'waiting-list.listed',
  'waiting-list.declined',
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
  'appointment.booked': {
    en: { own: 'An appointment was booked for you.', other: 'An appointment was booked.' },
    de: { own: 'Für Sie wurde ein Termin gebucht.', other: 'Ein Termin wurde gebucht.' },
    es: { own: 'Se reservó una cita para usted.', other: 'Se reservó una cita.' },
  },
  'appointment.read': {
    en: { own: 'One of your appointments was opened.', other: 'An appointment was opened.' },
    de: { own: 'Einer Ihrer Termine wurde geöffnet.', other: 'Ein Termin wurde geöffnet.' },
    es: { own: 'Se abrió una de sus citas.', other: 'Se abrió una cita.' },
  },
  'appointment.rescheduled': {
    en: { own: 'One of your appointments was moved.', other: 'An appointment was moved.' },
    de: { own: 'Einer Ihrer Termine wurde verschoben.', other: 'Ein Termin wurde verschoben.' },
    es: { own: 'Se cambió la hora de una de sus citas.', other: 'Se cambió la hora de una cita.' },
  },
  'appointment.cancelled': {
    en: { own: 'One of your appointments was cancelled.', other: 'An appointment was cancelled.' },
    de: { own: 'Einer Ihrer Termine wurde abgesagt.', other: 'Ein Termin wurde abgesagt.' },
    es: { own: 'Se canceló una de sus citas.', other: 'Se canceló una cita.' },
  },
  'appointment.checked-in': {
    en: {
      own: 'It was noted that you came to an appointment.',
      other: 'It was noted that the patient came to an appointment.',
    },
    de: {
      own: 'Es wurde vermerkt, dass Sie zu einem Termin gekommen sind.',
      other: 'Es wurde vermerkt, dass der Patient zu einem Termin gekommen ist.',
    },
    es: { own: 'Se anotó que usted llegó a una cita.', other: 'Se anotó que el paciente llegó a una cita.' },
  },
  'appointment.completed': {
    en: {
      own: 'It was noted that one of your appointments is over.',
      other: 'It was noted that an appointment is over.',
    },
    de: {
      own: 'Es wurde vermerkt, dass einer Ihrer Termine beendet ist.',
      other: 'Es wurde vermerkt, dass ein Termin beendet ist.',
    },
    es: { own: 'Se anotó que una de sus citas terminó.', other: 'Se anotó que una cita terminó.' },
  },
  'appointment.missed': {
    en: {
      own: 'It was noted that you did not come to an appointment.',
      other: 'It was noted that the patient did not come to an appointment.',
    },
    de: {
      own: 'Es wurde vermerkt, dass Sie zu einem Termin nicht gekommen sind.',
      other: 'Es wurde vermerkt, dass der Patient zu einem Termin nicht gekommen ist.',
    },
    es: { own: 'Se anotó que usted no acudió a una cita.', other: 'Se anotó que el paciente no acudió a una cita.' },
  },
  'appointments.listed': {
    en: { own: 'Your appointments were listed.', other: 'The appointments were listed.' },
    de: { own: 'Ihre Termine wurden aufgelistet.', other: 'Die Termine wurden aufgelistet.' },
    es: { own: 'Se consultó la lista de sus citas.', other: 'Se consultó la lista de las citas.' },
  },
  'waiting-list.joined': {
    en: { own: 'You were put on a waiting list.', other: 'The patient was put on a waiting list.' },
    de: { own: 'Sie wurden auf eine Warteliste gesetzt.', other: 'Der Patient wurde auf eine Warteliste gesetzt.' },
    es: { own: 'Se le apuntó en una lista de espera.', other: 'Se apuntó al paciente en una lista de espera.' },
  },
  'waiting-list.left': {
    en: { own: 'You were taken off a waiting list.', other: 'The patient was taken off a waiting list.' },
    de: {
      own: 'Sie wurden von einer Warteliste gestrichen.',
      other: 'Der Patient wurde von einer Warteliste gestrichen.',
    },
    es: { own: 'Se le quitó de una lista de espera.', other: 'Se quitó al paciente de una lista de espera.' },
  },
  'waiting-list.listed': {
    en: { own: 'It was looked up what you wait for.', other: 'It was looked up what the patient waits for.' },
    de: { own: 'Es wurde nachgesehen, worauf Sie warten.', other: 'Es wurde nachgesehen, worauf der Patient wartet.' },
    es: {
      own: 'Se consultó en qué listas de espera está usted.',
      other: 'Se consultó en qué listas de espera está el paciente.',
    },
  },
  'waiting-list.declined': {
    en: {
      own: 'A time that was offered to you was declined.',
      other: 'A time that was offered to the patient was declined.',
    },
    de: {
      own: 'Ein Termin, der Ihnen angeboten wurde, wurde abgelehnt.',
      other: 'Ein Termin, der dem Patienten angeboten wurde, wurde abgelehnt.',
    },
    es: {
      own: 'Se rechazó una hora que se le ofreció.',
      other: 'Se rechazó una hora que se ofreció al paciente.',
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
