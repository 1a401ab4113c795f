import { mails } from '../../lib/domains/mails.ts';
import { samplesOf } from '../../lib/mail/template.ts';

process.stdout.write(JSON.stringify(samplesOf(mails.map(({ template }) => template))));
