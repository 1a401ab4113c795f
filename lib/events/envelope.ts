import * as z from 'zod';
import { id, type Output, schema } from '../schemas.ts';

/** Something that happened, as it is stored, sent and consumed; `data` is parsed by its type's own schema. */
export const envelope = schema(() =>
  z.object({
    id: id(),
    type: z.string().min(1),
    /** The version of the shape of `data`; it is raised when a consumer of the old one would fail. */
    version: z.int().positive(),
    time: z.iso.datetime(),
    /** What the event is about, `users/<id>`. */
    subject: z.string().min(1),
    data: z.record(z.string(), z.unknown()),
    /** The id of the HTTP request that began it all. */
    correlationId: z.string().min(1),
  }),
);

export type Envelope = Output<typeof envelope>;
