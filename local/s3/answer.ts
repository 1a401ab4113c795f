import type { OutgoingHttpHeaders } from 'node:http';
import { type XmlContent, xmlDocument } from './xml.ts';

/** A part of an open file that is sent; who sends it closes the file. */
export interface FilePart {
  readonly descriptor: number;
  readonly start: number;
  readonly length: number;
}

/** What a call is answered by. */
export interface S3Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | FilePart;
}

/** An answer of 200 that is a document. */
export function documentAnswer(root: string, content: XmlContent, headers: OutgoingHttpHeaders = {}): S3Answer {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: xmlDocument(root, content) };
}

export const noContent: S3Answer = { status: 204 };
