import type { MailContext, Template } from '../../../../mail/template.ts';
import { sampleContext } from '../../../identity/mails/templates/sample-data.ts';
import { openPolyclinic } from '../../../identity/mails/wording/notices.ts';

/** Tells an admin that clocks will show another time at appointments than when they were booked; it names no patient. */
export const wallTimesMovedMail: Template<
  MailContext & {
    readonly count: number;
    /** The first of them. */
    readonly appointmentIds: readonly string[];
  }
> = {
  name: 'wall-times-moved',
  sample: () => ({ ...sampleContext(), count: 1, appointmentIds: ['019a0000-0000-7000-8000-0000000aa001'] }),
  words: {
    en: ({ count, appointmentIds }) => ({
      subject: 'Appointments at another time by the clock',
      preview: 'The rules of a time zone have changed.',
      paragraphs: [
        'The rules of a time zone have changed since appointments were booked. They stay at the same instant, so that the clock of the clinic will show another time than patients were told.',
        `How many: ${count}`,
        ...appointmentIds.map((id) => `Appointment: ${id}`),
        ...othersOf(count, appointmentIds, 'Not named here'),
        'Please agree on a time with each patient, and move the appointment to it. The operator of Polyclinic can list all of them, with both times.',
      ],
      action: openPolyclinic.en,
      footnote:
        'We send this notice to every admin, once for each such change. It cannot be turned off, because patients would come at the wrong time.',
    }),
    de: ({ count, appointmentIds }) => ({
      subject: 'Termine mit verschobener Uhrzeit',
      preview: 'Die Regeln einer Zeitzone haben sich geändert.',
      paragraphs: [
        'die Regeln einer Zeitzone haben sich geändert, seit Termine gebucht wurden. Diese bleiben am selben Zeitpunkt, sodass die Uhr der Praxis dann eine andere Zeit zeigt, als den Patienten gesagt wurde.',
        `Anzahl: ${count}`,
        ...appointmentIds.map((id) => `Termin: ${id}`),
        ...othersOf(count, appointmentIds, 'Hier nicht genannt'),
        'Bitte vereinbaren Sie mit jedem Patienten eine Zeit und verlegen Sie den Termin dorthin. Der Betreiber von Polyclinic kann alle mit beiden Zeiten auflisten.',
      ],
      action: openPolyclinic.de,
      footnote:
        'Diese Mitteilung senden wir allen Administratoren, einmal für jede solche Änderung. Sie lässt sich nicht abbestellen, denn sonst kämen Patienten zur falschen Zeit.',
    }),
    es: ({ count, appointmentIds }) => ({
      subject: 'Citas a otra hora del reloj',
      preview: 'Han cambiado las reglas de una zona horaria.',
      paragraphs: [
        'Las reglas de una zona horaria han cambiado desde que se reservaron unas citas. Estas siguen en el mismo instante, de modo que el reloj de la clínica mostrará una hora distinta de la que se dijo a los pacientes.',
        `Número: ${count}`,
        ...appointmentIds.map((id) => `Cita: ${id}`),
        ...othersOf(count, appointmentIds, 'No mencionadas aquí'),
        'Acuerde, por favor, una hora con cada paciente y traslade la cita a ella. El operador de Polyclinic puede mostrarlas todas, con ambas horas.',
      ],
      action: openPolyclinic.es,
      footnote:
        'Enviamos este aviso a todos los administradores, una vez por cada cambio de este tipo. No se puede desactivar, porque los pacientes vendrían a una hora equivocada.',
    }),
  },
};

function othersOf(count: number, named: readonly string[], words: string): string[] {
  return count > named.length ? [`${words}: ${count - named.length}`] : [];
}
