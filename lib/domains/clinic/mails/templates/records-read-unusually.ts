import type { Translations } from '../../../../languages.ts';
import { nameToTell } from '../../../../mail/greeting.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { sampleContext } from '../../../identity/mails/templates/sample-data.ts';
import { tellTime } from '../../../identity/mails/wording/event-time.ts';
import { openPolyclinic } from '../../../identity/mails/wording/notices.ts';

/** Somebody who has opened unusually many records, or some at night. */
interface NamedReader {
  readonly id: string;
  readonly kind: 'person' | 'program';
  readonly name: string | undefined;
  readonly records: number;
  readonly atNight: number;
}

/** How a reader is told of: by name, where one is known, and by the id, by which the audit finds them. */
const tellWho: Translations<(reader: NamedReader) => string> = {
  en: (reader) => whoIn(reader, { program: 'Program', person: 'Person' }),
  de: (reader) => whoIn(reader, { program: 'Programm', person: 'Nutzer' }),
  es: (reader) => whoIn(reader, { program: 'Programa', person: 'Usuario' }),
};

function whoIn({ id, kind, name = '' }: NamedReader, words: Readonly<Record<NamedReader['kind'], string>>): string {
  return `${nameToTell(name) ?? words[kind]} (${id})`;
}

/** Tells an admin who has opened unusually many records in an hour, or some at night; it names no patient. */
export const recordsReadUnusuallyMail: Template<
  MailContext & {
    /** When the hour began. */
    readonly hour: Date;
    readonly readers: readonly NamedReader[];
    /** How many more readers there were than are named. */
    readonly others: number;
  }
> = {
  name: 'records-read-unusually',
  sample: () => ({
    ...sampleContext(),
    hour: new Date('2026-03-05T13:00:00Z'),
    readers: [
      { id: '019a0000-0000-7000-8000-00000000a002', kind: 'person', name: 'Ada Lovelace', records: 84, atNight: 3 },
      { id: '019a0000-0000-7000-8000-00000000f001', kind: 'program', name: undefined, records: 212, atNight: 0 },
    ],
    others: 0,
  }),
  words: {
    en: ({ hour, readers, others }, locale) => ({
      subject: 'Unusual access to patient records',
      preview: 'Please look whether there is a good reason for it.',
      paragraphs: [
        `In the hour from ${tellTime(hour, locale)}, more than 60 different patient records were opened by one reader, or some were opened at night, from 22:00 to 06:00 by the clock of the clinic:`,
        ...readers.map(
          (reader) => `${tellWho.en(reader)}: records opened: ${reader.records}, at night: ${reader.atNight}`,
        ),
        ...(others > 0 ? [`Further readers: ${others}`] : []),
        'There may be a good reason: a holiday stand-in, an emergency, an import. The audit lists each record that was opened: search it by the id of the reader and this hour.',
      ],
      action: openPolyclinic.en,
      footnote:
        'We send this notice to every admin, at most once for each hour. It cannot be turned off, because it protects the health data of patients.',
    }),
    de: ({ hour, readers, others }, locale) => ({
      subject: 'Ungewöhnliche Zugriffe auf Akten',
      preview: 'Bitte prüfen Sie, ob es dafür einen guten Grund gibt.',
      paragraphs: [
        `in der Stunde ab ${tellTime(hour, locale)} wurden von einer Stelle mehr als 60 verschiedene Akten geöffnet, oder einzelne nachts, von 22 bis 6 Uhr nach der Uhr der Praxis:`,
        ...readers.map(
          (reader) => `${tellWho.de(reader)}: geöffnete Akten: ${reader.records}, davon nachts: ${reader.atNight}`,
        ),
        ...(others > 0 ? [`Weitere: ${others}`] : []),
        'Das kann einen guten Grund haben: eine Urlaubsvertretung, einen Notfall, einen Import. Das Protokoll führt jede geöffnete Akte auf: Suchen Sie dort nach der Kennung und nach dieser Stunde.',
      ],
      action: openPolyclinic.de,
      footnote:
        'Diese Mitteilung senden wir allen Administratoren, höchstens einmal für jede Stunde. Sie lässt sich nicht abbestellen, denn sie schützt die Gesundheitsdaten der Patienten.',
    }),
    es: ({ hour, readers, others }, locale) => ({
      subject: 'Accesos inusuales a historias clínicas',
      preview: 'Compruebe, por favor, si hay un buen motivo.',
      paragraphs: [
        `En la hora que comenzó el ${tellTime(hour, locale)}, alguien abrió más de 60 historias clínicas distintas, o se abrieron algunas de noche, de las 22:00 a las 6:00 según el reloj de la clínica:`,
        ...readers.map(
          (reader) => `${tellWho.es(reader)}: historias abiertas: ${reader.records}, de noche: ${reader.atNight}`,
        ),
        ...(others > 0 ? [`Otros: ${others}`] : []),
        'Puede haber un buen motivo: una sustitución, una urgencia, una importación. El registro de auditoría muestra cada historia abierta: búsquela por el identificador y por esa hora.',
      ],
      action: openPolyclinic.es,
      footnote:
        'Enviamos este aviso a todos los administradores, como máximo una vez por cada hora. No se puede desactivar, porque protege los datos de salud de los pacientes.',
    }),
  },
};
