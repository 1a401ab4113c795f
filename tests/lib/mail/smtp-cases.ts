import { dribble, hangUp, type Point, type Script, silence } from './scripted-smtp.ts';

/** A server that does not simply take a mail. */
export interface SmtpCase {
  readonly title: string;
  readonly script: Script;
  /** Where the handover runs out of time, when nothing else ends it. */
  readonly until?: Point;
}

const pipelining = '250-at your service\r\n250 PIPELINING';
const user = 'ada@example.test';

/** Nothing is taken, whatever the mail. */
export const down: readonly SmtpCase[] = [
  { title: 'is silent instead of a greeting', script: { greeting: silence }, until: 'greeting' },
  { title: 'dribbles a greeting', script: { greeting: dribble }, until: 'greeting' },
  { title: 'hangs up instead of a greeting', script: { greeting: hangUp } },
  { title: 'greets with 421', script: { greeting: '421 too busy' } },
  { title: 'greets with 554', script: { greeting: '554 go away' } },
  { title: 'greets in another protocol', script: { greeting: 'HTTP/1.1 400 Bad Request' } },
  { title: 'dribbles after EHLO', script: { EHLO: dribble }, until: 'EHLO' },
  { title: 'hangs up after EHLO', script: { EHLO: hangUp } },
  { title: 'is silent after MAIL', script: { MAIL: silence }, until: 'MAIL' },
  {
    title: 'is silent after a pipelined MAIL',
    script: { EHLO: pipelining, MAIL: silence, RCPT: silence, DATA: silence },
    until: 'DATA',
  },
  { title: 'answers 451 to MAIL', script: { MAIL: '451 4.3.0 try later' } },
  { title: 'hangs up after RCPT', script: { RCPT: hangUp } },
  { title: 'answers 421 to RCPT', script: { RCPT: '421 4.7.0 closing' } },
  { title: 'hangs up after DATA', script: { DATA: hangUp } },
  { title: 'is silent after DATA', script: { DATA: silence }, until: 'DATA' },
  { title: 'dribbles after DATA', script: { DATA: dribble }, until: 'DATA' },
  { title: 'answers 421 to DATA', script: { DATA: '421 closing' } },
  { title: 'answers 421 to the message', script: { message: '421 4.3.2 shutting down' } },
];

/** The mail was certainly not taken now, which may be otherwise later. */
export const deferred: readonly SmtpCase[] = [
  { title: 'is silent after RCPT', script: { RCPT: silence }, until: 'RCPT' },
  { title: 'answers 451 to the message', script: { message: '451 4.3.0 out of space' } },
  { title: 'greylists at RCPT', script: { RCPT: `451 4.7.1 <${user}> come again` } },
  { title: 'answers 452 4.3.1 to RCPT', script: { RCPT: `452 4.3.1 <${user}> disk full` } },
  { title: 'dribbles after RCPT', script: { RCPT: dribble }, until: 'RCPT' },
  { title: 'answers 451 to DATA', script: { DATA: '451 4.3.2 not this one' } },
  { title: 'answers 452 4.3.4 to MAIL', script: { MAIL: '452 4.3.4 message too big' } },
  { title: 'answers 450 to RCPT', script: { RCPT: `450 <${user}> greylisted` } },
  { title: 'answers 450 to RCPT with a code of class 5', script: { RCPT: `450 5.1.1 <${user}> ask again` } },
  { title: 'answers 452 4.2.2 to RCPT', script: { RCPT: `452 4.2.2 <${user}> mailbox full` } },
  { title: 'answers 451 4.6.1 to the message', script: { message: '451 4.6.1 not now' } },
];

/** The mail was certainly not taken, for what it is or whom it is for. */
export const declined: readonly SmtpCase[] = [
  { title: 'answers 550 to MAIL', script: { MAIL: '550 5.1.8 bad sender' } },
  { title: 'answers RCPT with a 3xx', script: { RCPT: '354 and then' } },
  { title: 'answers 550 to RCPT by a policy', script: { RCPT: `550 5.7.1 <${user}> relaying denied` } },
  {
    title: 'answers 550 to RCPT because of the sender',
    script: { RCPT: '550 5.1.8 <no-reply@polyclinic.test> no domain' },
  },
  { title: 'answers 550 to RCPT with a code of class 4', script: { RCPT: `550 4.1.1 <${user}> confused` } },
  { title: 'answers 554 to RCPT as a block', script: { RCPT: `554 <${user}> blocked` } },
  { title: 'answers 550 to RCPT as a relay', script: { RCPT: `550 <${user}> relaying denied` } },
  { title: 'answers 550 to RCPT as a filter', script: { RCPT: `550 <${user}> rejected by local policy` } },
  {
    title: 'answers 554 5.7.1 to RCPT in its second line',
    script: { RCPT: '554-no\r\n554 5.7.1 relay access denied' },
  },
  { title: 'answers 530 to RCPT', script: { RCPT: '530 authentication required' } },
  { title: 'answers 503 to RCPT', script: { RCPT: '503 bad sequence' } },
  { title: 'answers 503 5.5.1 to RCPT', script: { RCPT: '503 5.5.1 MAIL first' } },
  { title: 'answers 550 5.3.2 to RCPT', script: { RCPT: '550 5.3.2 system takes no mail' } },
  { title: 'answers 503 to DATA', script: { DATA: '503 bad sequence' } },
  { title: 'answers 550 to the message', script: { message: `550 5.1.1 <${user}> unknown after all` } },
  { title: 'answers 552 to the message', script: { message: '552 too large' } },
];

/** Nobody knows whether the mail was taken. */
export const unconfirmed: readonly SmtpCase[] = [
  { title: 'hangs up after the final dot', script: { message: hangUp } },
  { title: 'is silent after the final dot', script: { message: silence }, until: 'message' },
  { title: 'dribbles after the final dot', script: { message: dribble }, until: 'message' },
  { title: 'answers the message with what is no answer', script: { message: 'thank you' } },
  { title: 'answers the message with a 3xx', script: { message: '354 and then' } },
  { title: 'answers the message with a 6xx', script: { message: '600 and what' } },
];

/** There is no such address. */
export const rejected: readonly SmtpCase[] = [
  { title: 'answers 550 to RCPT', script: { RCPT: `550 <${user}> no such user` } },
  { title: 'answers 551 to RCPT', script: { RCPT: `551 <${user}> not local` } },
  { title: 'answers 553 to RCPT', script: { RCPT: `553 <${user}> not allowed` } },
  { title: 'answers 501 to RCPT', script: { RCPT: `501 <${user}> no address` } },
  { title: 'answers 501 5.5.4 to RCPT', script: { RCPT: `501 5.5.4 <${user}> bad argument` } },
  { title: 'answers 501 5.1.3 to RCPT', script: { RCPT: `501 5.1.3 <${user}> bad syntax` } },
  { title: 'answers 556 to RCPT', script: { RCPT: '556 null MX' } },
  { title: 'answers 550 5.1.1 to RCPT', script: { RCPT: `550 5.1.1 <${user}> unknown` } },
  { title: 'answers 550 5.0.0 to RCPT', script: { RCPT: `550 5.0.0 <${user}> unknown` } },
  { title: 'answers 550 5.4.1 to RCPT', script: { RCPT: `550 5.4.1 <${user}> access denied` } },
  { title: 'answers 554 5.1.2 to RCPT', script: { RCPT: `554 5.1.2 <${user}> no such host` } },
  { title: 'answers 556 5.1.10 to RCPT', script: { RCPT: `556 5.1.10 <${user}> null MX` } },
  { title: 'answers 550 5.2.1 to RCPT', script: { RCPT: `550 5.2.1 <${user}> disabled` } },
  { title: 'answers 550-5.1.1 in several lines', script: { RCPT: `550-5.1.1 <${user}>\r\n550 5.1.1 unknown` } },
  { title: 'answers 554 with 5.1.1 in its second line', script: { RCPT: `554-no\r\n554 5.1.1 <${user}> unknown` } },
  {
    title: 'answers 550 about an address with a telling name',
    script: { RCPT: '550 <relay.spam@example.test> unknown' },
  },
  { title: 'answers so after pipelining', script: { EHLO: pipelining, RCPT: `550 5.1.1 <${user}>`, DATA: '503 no' } },
  { title: 'takes DATA all the same after pipelining', script: { EHLO: pipelining, RCPT: `550 5.1.1 <${user}>` } },
];

/** The address takes nothing, which the next mail may find otherwise. */
export const refused: readonly SmtpCase[] = [
  { title: 'answers 552 to RCPT', script: { RCPT: `552 <${user}> mailbox full` } },
  { title: 'answers 552 5.2.2 to RCPT', script: { RCPT: `552 5.2.2 <${user}> mailbox full` } },
  { title: 'answers 552 5.2.3 to RCPT', script: { RCPT: `552 5.2.3 <${user}> too long for it` } },
  { title: 'answers 554 to RCPT', script: { RCPT: `554 <${user}> no` } },
  { title: 'answers 554 5.6.0 to RCPT', script: { RCPT: `554 5.6.0 <${user}> no` } },
  { title: 'answers 521 to RCPT', script: { RCPT: `521 <${user}> takes no mail` } },
  { title: 'answers 550 5.4.6 to RCPT', script: { RCPT: `550 5.4.6 <${user}> goes in circles` } },
];
