import type { AttributeValue, _Record as StreamedRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';

/** A record of a stream in the form in which Lambda passes it to a function. */
export function recordOf(record: StreamedRecord, streamArn: string): DynamoDBRecord {
  const { ApproximateCreationDateTime: created, Keys, NewImage, OldImage, ...change } = record.dynamodb ?? {};
  const images = Object.entries({ Keys, NewImage, OldImage }).flatMap(([name, image]) =>
    image ? [[name, jsonOf({ M: image }).M]] : [],
  );
  return {
    ...record,
    awsRegion: 'us-east-1',
    eventSourceARN: streamArn,
    dynamodb: {
      ...change,
      ...Object.fromEntries(images),
      ...(created && { ApproximateCreationDateTime: Math.floor(created.getTime() / 1_000) }),
    },
  } as DynamoDBRecord;
}

/** An attribute in JSON: the SDK decodes binary ones, which are base64 in an event. */
function jsonOf(value: AttributeValue): Record<string, unknown> {
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(jsonOf) };
  if (value.M) return { M: Object.fromEntries(Object.entries(value.M).map(([key, entry]) => [key, jsonOf(entry)])) };
  return { ...value };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
