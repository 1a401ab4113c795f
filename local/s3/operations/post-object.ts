import type { S3Answer } from '../answer.ts';
import { type Form, readForm } from '../body/form.ts';
import { createMeter, writeFile } from '../body/receive.ts';
import { readDescription } from '../description.ts';
import { S3Refusal } from '../refusal.ts';
import { type FormFields, verifyPolicy } from '../signature/post-policy.ts';
import type { StoredObject } from '../store/stored.ts';
import { tagsOfXml } from '../tags.ts';
import { xmlDocument } from '../xml.ts';
import type { Operation } from './operation.ts';
import { wholeOf } from './put-object.ts';

/** Stores the file of a form, when the policy in the form is signed and the form is as it says. */
export const postObject: Operation = async (call, { store, now, verification }) => {
  const bucket = store.get(call.bucket);
  const form = await readForm(call);
  const fields = expanded(form);
  const bounds = verifyPolicy(fields, call.bucket, verification);
  const { key = '' } = fields;
  if (key === '') throw new S3Refusal('InvalidArgument', "Bucket POST must contain a field named 'key'.");
  const description = { ...readDescription(fields), ...(fields.tagging && { tags: tagsOfXml(fields.tagging) }) };
  const [meter, file] = [createMeter(fields), bucket.newFile()];
  await writeFile(form.file, meter, bucket.pathOf(file), { ...bounds, tooFew: 'EntityTooSmall' });
  const whole = wholeOf(meter.result());
  const object: StoredObject = { key, file, ...description, ...whole, lastModified: now().toISOString() };
  bucket.put(object);
  return answerOf(object, call.bucket, fields, call.headers.host ?? '');
};

/** The form with the name of its file in place of the variable, as it is before the policy is looked at. */
function expanded({ fields, fileName }: Form): FormFields {
  const filled = Object.entries(fields).map(([name, value]) => [name, value.replaceAll(variable, () => fileName)]);
  return Object.fromEntries(filled);
}

const variable = ['$', '{filename}'].join('');

function answerOf({ key, etag }: StoredObject, bucket: string, fields: FormFields, host: string): S3Answer {
  const location = `http://${host}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const headers = { etag: `"${etag}"`, location };
  const redirect = fields.success_action_redirect;
  if (redirect && URL.canParse(redirect))
    return { status: 303, headers: { ...headers, location: withResult(redirect) } };
  if (fields.success_action_status === '200') return { status: 200, headers };
  if (fields.success_action_status !== '201') return { status: 204, headers };
  const body = xmlDocument('PostResponse', { Location: location, Bucket: bucket, Key: key, ETag: `"${etag}"` });
  return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body };

  function withResult(text: string): string {
    const url = new URL(text);
    for (const [name, value] of Object.entries({ bucket, key, etag: `"${etag}"` })) url.searchParams.set(name, value);
    return url.href;
  }
}
