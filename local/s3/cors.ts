import type { OutgoingHttpHeaders } from 'node:http';
import type { HeaderTexts } from './call.ts';
import { S3Refusal } from './refusal.ts';
import type { CorsRule } from './store/stored.ts';
import type { XmlContent } from './xml.ts';
import { elementsOf, readXml, textOf, textsOf, type XmlElement } from './xml-reader.ts';

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];
const mostRules = 100;

/** Reads the rules of a document. */
export function readCorsRules(text: string): CorsRule[] {
  const rules = elementsOf(readXml(text, 'CORSConfiguration'), 'CORSRule').map(readRule);
  if (rules.length === 0 || rules.length > mostRules) throw new S3Refusal('MalformedXML');
  return rules;
}

function readRule(rule: XmlElement): CorsRule {
  const [id, seconds] = [textOf(rule, 'ID'), textOf(rule, 'MaxAgeSeconds')];
  const [origins, allowed] = [textsOf(rule, 'AllowedOrigin'), textsOf(rule, 'AllowedMethod')];
  if (origins.length === 0 || allowed.length === 0) throw new S3Refusal('MalformedXML');
  const unknown = allowed.find((method) => !methods.includes(method));
  if (unknown !== undefined)
    throw new S3Refusal(
      'InvalidRequest',
      `Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`,
    );
  return {
    ...(id !== undefined && { id }),
    origins,
    methods: allowed,
    headers: textsOf(rule, 'AllowedHeader'),
    exposed: textsOf(rule, 'ExposeHeader'),
    ...(seconds !== undefined && { seconds: Number(seconds) }),
  };
}

/** Writes the rules as the document has them. */
export function corsXml(rules: readonly CorsRule[]): XmlContent {
  return {
    CORSRule: rules.map(({ id, origins, methods: allowed, headers, exposed, seconds }) => ({
      ID: id,
      AllowedOrigin: origins,
      AllowedMethod: allowed,
      AllowedHeader: headers,
      ExposeHeader: exposed,
      MaxAgeSeconds: seconds,
    })),
  };
}

/** The headers that answer a preflight; one that no rule allows is refused. */
export function preflightHeaders(rules: readonly CorsRule[], headers: HeaderTexts): OutgoingHttpHeaders {
  const [origin, method] = [headers.origin, headers['access-control-request-method']];
  if (origin === undefined || method === undefined)
    throw new S3Refusal('BadRequest', 'Insufficient information. Origin request header needed.');
  if (rules.length === 0) throw new S3Refusal('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
  const asked = (headers['access-control-request-headers'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  const names = asked.filter((name) => name !== '');
  const rule = ruleFor(rules, origin, method, names);
  if (!rule) throw new S3Refusal('AccessForbidden');
  return {
    ...originHeaders(rule, origin),
    ...(names.length > 0 && { 'access-control-allow-headers': names.join(', ') }),
    ...(rule.seconds !== undefined && { 'access-control-max-age': String(rule.seconds) }),
  };
}

/** The headers that any other answer has for a page of another origin; none where no rule allows it. */
export function corsHeaders(rules: readonly CorsRule[], method: string, headers: HeaderTexts): OutgoingHttpHeaders {
  const rule = headers.origin === undefined ? undefined : ruleFor(rules, headers.origin, method, []);
  return rule && headers.origin !== undefined ? originHeaders(rule, headers.origin) : {};
}

function ruleFor(rules: readonly CorsRule[], origin: string, method: string, headers: readonly string[]) {
  return rules.find(
    (rule) =>
      rule.origins.some((pattern) => fits(pattern, origin)) &&
      rule.methods.includes(method) &&
      headers.every((name) => rule.headers.some((pattern) => fits(pattern.toLowerCase(), name))),
  );
}

/** A pattern may have one asterisk, for any text. */
function fits(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

function originHeaders({ origins, methods: allowed, exposed }: CorsRule, origin: string): OutgoingHttpHeaders {
  const isForAll = origins.includes('*');
  return {
    'access-control-allow-origin': isForAll ? '*' : origin,
    ...(!isForAll && { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': allowed.join(', '),
    ...(exposed.length > 0 && { 'access-control-expose-headers': exposed.join(', ') }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
