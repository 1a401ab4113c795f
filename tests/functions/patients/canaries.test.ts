import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { log } from '../../../lib/log.ts';
import { type Haystack, jsonOf, tracesOf } from '../../support/canaries.ts';
import { type CanaryStore, messagesOf, startCanaryStore } from '../../support/canary-store.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { askForBroken } from './broken-records.ts';
import { type Clinic, openClinic } from './canary-clinic.ts';
import { live, staff } from './canary-course.ts';
import { canariesNamed, changed, contactOf, first, refused, textsOf } from './canary-fields.ts';

process.env.LOG_LEVEL = 'debug';

const texts = [first, changed, refused].flatMap(textsOf);

let store: CanaryStore;
let clinic: Clinic;
let course: Awaited<ReturnType<typeof live>>;
let haystacks: Haystack[];

beforeAll(async () => {
  store = await startCanaryStore();
  const { result, lines } = await withLogLines(async () => {
    clinic = await openClinic(store);
    const course = await live(clinic, store);
    return { course, messages: await messagesOf(store.database, clinic.patients) };
  });
  course = result.course;
  haystacks = [
    ...store.files(),
    jsonOf('the log', lines),
    jsonOf('the streams', await store.streamRecords()),
    jsonOf('the messages', result.messages),
    jsonOf('the errors', course.errors),
  ];
});

afterAll(() => store.stop());

/** In which places a text stands, the files of the database as one of them. */
function placesOf(text: string, places: readonly Haystack[]): string[] {
  const names = places.filter((place) => tracesOf([text], [place]).length > 0).map(({ name }) => name);
  return [...new Set(names.map((name) => name.replace(/^dynamodb\.sqlite.*/, 'the database')))].sort();
}

describe('what is sensitive of a patient', () => {
  it('is shown to those who treat them, the notes not in their own view', () => {
    expect(course.shown.map(({ status }) => status)).toEqual([201, 201, 200, 200, 200, 200, 200]);
    expect(course.shown[1]?.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    expect(course.shown.slice(0, 4).map(({ json }) => json.data)).toEqual(
      Array(4).fill(expect.objectContaining(first)),
    );
    expect(course.shown.slice(4).map(({ json }) => json.data)).toEqual(Array(3).fill(expect.objectContaining(changed)));
    const { internalNotes, ...own } = changed;
    expect(course.own.json.data).toMatchObject(own);
    expect(course.own.text).not.toContain(internalNotes);
  });

  it('is not in lists, but for the birth date, nor in who has looked, and blood groups are found there', () => {
    expect(course.listed.map(({ status }) => status)).toEqual(Array(5).fill(200));
    const lengths = course.listed.map(({ json }) => (json.data as unknown[]).length);
    expect(lengths.slice(0, 4)).toEqual([1, 0, 0, 1]);
    const hidden = texts.filter((text) => text !== changed.dateOfBirth);
    expect(
      tracesOf(
        [...hidden, '"AB-"'],
        [
          jsonOf(
            'the lists',
            course.listed.map(({ json }) => json),
          ),
        ],
      ),
    ).toEqual([]);
  });

  it('stands in no file of the database, log line, stream record, message or error, in any spelling', () => {
    expect(course.errors.filter(({ status }) => status < 400 || status >= 500)).toEqual([]);
    expect(tracesOf(texts, haystacks)).toEqual([]);
  });

  it('is no blood group as a text of its own, for three letters stand anywhere by chance', () => {
    // That of a blood group which is none names all there are.
    const places = haystacks.filter(({ name }) => name !== 'the errors');

    expect(tracesOf(['"AB-"', '\\"AB-\\"'], places)).toEqual([]);
  });

  it('was looked for where everything else of the patient stands', () => {
    expect(placesOf(`patients/${course.id}`, haystacks)).toEqual(['the database', 'the messages', 'the streams']);
    expect(placesOf('name-in-plain-5e11', haystacks)).toEqual(['the database', 'the streams']);
    expect(placesOf('database call', haystacks)).toEqual(['the log']);
    for (const code of ['DUPLICATE_EMAIL', 'VALIDATION_FAILED', 'STALE_VERSION', 'IDEMPOTENCY_KEY_REUSED'])
      expect(placesOf(code, haystacks)).toContain('the errors');
  });

  it('is looked for in base64 by six characters at the least, whatever stands before it', () => {
    const texts = ['', 'x', 'xy'].map((before) => Buffer.from(`${before}"AB-"${before}`).toString('base64'));

    for (const text of texts) expect(tracesOf(['"AB-"'], [jsonOf('a text', [text])])).not.toEqual([]);
    expect(
      tracesOf(
        ['"AB-"'],
        [
          jsonOf(
            'a text',
            texts.map((text) => text.match(/.{1,5}/g)),
          ),
        ],
      ),
    ).toEqual([]);
  });

  it('is neither shown nor told of by a record that was swapped, a byte that was changed, or another data key', async () => {
    const { routes } = clinic;
    const { result: answers, lines } = await withLogLines(async () => {
      const json = { ...contactOf('other@example.com'), ...refused };
      const other = await routes.register(staff, { json });
      return askForBroken(clinic, store, course.id, (other.json.data as { id: string }).id);
    });
    const { result: mended } = await withLogLines(() => routes.get(staff, { params: { patientId: course.id } }));

    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(500));
    const places = [jsonOf('the log', lines), jsonOf('the errors', answers), ...store.files()];
    expect(tracesOf(texts, places)).toEqual([]);
    expect(placesOf('seal broken', places)).toEqual(['the log']);
    expect(mended.json.data).toMatchObject(changed);
  });

  it('would be found where one field of it leaks', async () => {
    const leak = canariesNamed('5a5a', '1969-02-13');
    const { lines } = await withLogLines(async () => {
      for (const text of [...textsOf(leak), leak.bloodGroup]) log.info('leak', { about: text });
      await store.database.write({ kind: 'put', table: 'clinic', item: { pk: 'LEAK', sk: 'LEAK', ...leak } });
    });
    const now = [...store.files(), jsonOf('the log', lines), jsonOf('the streams', await store.streamRecords())];

    for (const text of [...textsOf(leak), '"AB-"'])
      expect(placesOf(text, now)).toEqual(['the database', 'the log', 'the streams']);
  });
});
