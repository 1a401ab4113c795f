import { inserted, type Recipe } from './recipe.ts';

const template = `import type { MailContext, Template } from '../../../../mail/template.ts';
import { openPolyclinic, sentAlways } from '../wording/notices.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that the name of the account is another one. */
export const accountRenamedMail: Template<MailContext> = {
  name: 'account-renamed',
  sample: sampleContext,
  words: {
    en: () => ({
      subject: 'Your name was changed',
      preview: 'Your account has another name.',
      paragraphs: ['The name of your Polyclinic account was changed.'],
      action: openPolyclinic.en,
      footnote: sentAlways.en,
    }),
    de: () => ({
      subject: 'Ihr Name wurde geändert',
      preview: 'Ihr Konto hat einen anderen Namen.',
      paragraphs: ['der Name Ihres Polyclinic-Kontos wurde geändert.'],
      action: openPolyclinic.de,
      footnote: sentAlways.de,
    }),
    es: () => ({
      subject: 'Se ha cambiado su nombre',
      preview: 'Su cuenta tiene otro nombre.',
      paragraphs: ['Se ha cambiado el nombre de su cuenta de Polyclinic.'],
      action: openPolyclinic.es,
      footnote: sentAlways.es,
    }),
  },
};
`;

const definition = `export const userRenamed = defineEvent({
  type: 'user.renamed',
  version: 1,
  summary: 'A person has another name.',
  data: aboutUser,
  queues: ['email'],
});

`;

/** An event that its person is mailed about. */
export const mailedEvent: Recipe = {
  what: 'a mailed event',
  files: 2,
  writes: { 'lib/domains/identity/mails/templates/account-renamed.ts': template },
  edits: {
    'lib/domains/identity/events/accounts.ts': (text) =>
      [
        [
          'import { confirmEmailMail }',
          "import { accountRenamedMail } from '../mails/templates/account-renamed.ts';\n",
        ],
        ['/** The events about accounts. */', definition],
        ['] as const;', '  userRenamed,\n'],
        ['  notice(userDeleted,', '  notice(userRenamed, accountRenamedMail, person),\n'],
      ].reduce((changed, [before = '', line = '']) => inserted(changed, before, line), text),
  },
  heldBy: [
    'tests/infra/asyncapi.test.ts',

    'tests/infra/events.test.ts',
    'tests/lib/domains/identity/mails/templates/templates.test.ts',
    'tests/house/collections.test.ts',
    'tests/house/translations.test.ts',
  ],
};
