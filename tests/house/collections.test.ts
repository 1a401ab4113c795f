import { describe, expect, it } from '@jest/globals';
import { events } from '../../lib/domains/events.ts';
import { folders, readSources, type SourceFile, sourceFile } from './source-files.ts';

/** What collects the declarations of all domains, or is of a laptop, and who may know it: a bundle holds what it names. */
const collections: Readonly<Record<string, RegExp>> = {
  'lib/domains/events.ts': /^(functions\/queues\/(dispatch|sweep)-events\.ts|infra\/|tests\/)/,
  'lib/domains/mails.ts': /^(functions\/notifications\/send-[a-z-]+\.ts|local\/mailbox\/|tests\/)/,
  // Who a person is says what they may try.
  'lib/domains/declared/permissions.ts': /^(lib\/domains\/identity\/(users|api-keys)\/|infra\/|tests\/)/,
  // The audit tells what all others put on record.
  'lib/domains/declared/audit-actions.ts': /^(lib\/domains\/operations\/audit\/schema\.ts|infra\/|tests\/)/,
  'lib/domains/declared/metrics.ts': /^(infra\/|tests\/)/,
  // The password of every seeded person is public.
  'lib/domains/identity/seeds/people.ts': /^(local\/seed\.ts|bench\/|tests\/)/,
};

const sources = folders.flatMap(readSources);

/** The files that know a collection and may not. */
function strangersTo(collection: string, files: readonly SourceFile[]): string[] {
  const allowed = collections[collection];
  return files
    .filter(({ file, imports }) => imports.includes(collection) && !allowed?.test(file))
    .map(({ file }) => file);
}

describe.each(Object.keys(collections))('what is not for every bundle, %s,', (collection) => {
  it('is known to those alone that work on all of it', () => {
    expect(sources.filter(({ imports }) => imports.includes(collection))).not.toEqual([]);
    expect(strangersTo(collection, sources)).toEqual([]);
  });

  it('is seen where a service knows it', () => {
    const file = 'lib/domains/identity/sessions/service.ts';
    const service = sourceFile(file, `import { x } from '../../${collection.replace('lib/domains/', '')}';`);

    expect(strangersTo(collection, [service])).toEqual([file]);
  });
});

describe('the events', () => {
  it('are all that a domain declares', () => {
    const declared = sources
      .filter(({ file }) => file.startsWith('lib/domains/'))
      .flatMap(({ text }) => [...text.matchAll(/= defineEvent\(\{\s+type: '([^']+)'/g)].map(([, type]) => type));

    expect(declared.sort()).toEqual(events.map(({ type }) => type).sort());
  });
});
