import { modelReference } from './models.ts';
import { exampleOfCode } from './problem-examples.ts';

/** RFC 9457 problem details, with our extensions, and one of the errors that it may list. */
export const problemSchema = {
  type: 'object',
  description: 'Why a request was refused, or failed: RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId', 'timestamp'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'Stable for the code.' },
    title: { type: 'string', description: 'The code in words.' },
    status: { type: 'integer', minimum: 400, maximum: 599, examples: [400] },
    detail: { type: 'string', description: 'What is wrong this time; safe to show.' },
    instance: { type: 'string', description: 'The path of the request.' },
    code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$', description: 'Stable, in upper snake case.' },
    errors: {
      type: 'array',
      maxItems: 100,
      description: 'One for each field that is wrong, or each line of an order.',
      items: modelReference('FieldError'),
    },
    heldBy: {
      type: 'object',
      description: 'How many of what keeps something from being deleted or moved, by what they are.',
      additionalProperties: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
      examples: [{ people: 2, patients: 120 }],
    },
    reason: {
      type: 'string',
      enum: ['not_working', 'closed', 'time_off', 'notice', 'horizon'],
      description: 'What keeps a slot from being booked.',
    },
    nextFree: {
      type: 'string',
      format: 'date-time',
      description: 'When the next slot of the doctor begins that is free; absent where none is.',
    },
    current: { type: 'string', description: 'The state in which that is of which the state was to be changed.' },
    requestId: { type: 'string', description: 'To quote when the problem is reported.' },
    timestamp: { type: 'string', format: 'date-time' },
    stack: { type: 'string', description: 'Of an unexpected error, on a developer’s machine alone.' },
  },
  examples: [exampleOfCode('VALIDATION_FAILED', 400)],
} as const;

/** One thing that is wrong with a request. */
export const fieldErrorSchema = {
  type: 'object',
  description: 'One thing that is wrong with a request.',
  required: ['path', 'message', 'code'],
  properties: {
    path: {
      type: 'string',
      maxLength: 200,
      description: 'The field, dotted; empty for the whole.',
      examples: ['items.0.quantity'],
    },
    message: { type: 'string', examples: ['Too small: expected number to be >=1'] },
    code: { type: 'string', description: 'Stable, in lower snake case.', examples: ['too_small'] },
  },
} as const;
