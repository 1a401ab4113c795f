import { byId, element, showMessage, spellOut } from './reader.js';

const previewing = location.pathname === '/preview';
const collection = previewing ? '/preview/messages' : '/messages';
const opened = new Set(JSON.parse(localStorage.getItem('opened') ?? '[]'));
let messages = [];
let refreshing = false;
let outdated = false;

const selectedId = () => location.hash.slice(1);
const isUnread = ({ id }) => !previewing && !opened.has(id);
const searchText = ({ language, subject, from, to }) =>
  [subject, from, previewing ? languageName(language) : '', ...to.map(spellOut)].join(' ').toLowerCase();

async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Reads the list; when it changes meanwhile, once more, however often it changed. */
async function refresh() {
  outdated = true;
  if (refreshing) return;
  refreshing = true;
  while (outdated) {
    outdated = false;
    await read(collection).then(showList, showProblem);
  }
  refreshing = false;
}

function showProblem(error) {
  byId('problem').textContent = error.message;
  byId('problem').hidden = false;
}

function showList(list) {
  messages = previewing ? list : list.toReversed();
  byId('problem').hidden = true;
  byId('empty').hidden = messages.length > 0;
  byId('delete-all').disabled = messages.length === 0;
  drawRows();
  const isShown = !byId('message').hidden;
  byId('hint').hidden = isShown || messages.length === 0;
  if (isShown !== messages.some(({ id }) => id === selectedId()) || previewing) showSelected();
}

function drawRows() {
  const wanted = byId('filter').value.toLowerCase();
  const focused = byId('list').contains(document.activeElement) ? document.activeElement.hash : undefined;
  byId('list').replaceChildren(...messages.filter((message) => searchText(message).includes(wanted)).map(row));
  if (focused) byId('list').querySelector(`[href="${focused}"]`)?.focus({ preventScroll: true });
  const unread = messages.filter(isUnread).length;
  byId('count').textContent = !previewing && messages.length > 0 ? messages.length : '';
  document.title = previewing ? 'Mail templates' : unread > 0 ? `(${unread}) Mailbox` : 'Mailbox';
}

function row(message) {
  const { id, language, subject, from, to, time, excerpt } = message;
  const who = previewing ? from : to.map(({ address }) => address).join(', ');
  const link = element(
    'a',
    { href: `#${id}`, className: isUnread(message) ? 'unread' : '' },
    element('span', { className: 'who', textContent: who }),
    element('span', {
      className: 'when',
      textContent: previewing ? languageName(language) : shortTime(new Date(time)),
    }),
    element('span', { className: 'subject', lang: language, textContent: subject || '(no subject)' }),
    element('span', { className: 'excerpt', lang: language, textContent: excerpt }),
  );
  if (id === selectedId()) link.ariaCurrent = 'true';
  return element('li', {}, link);
}

/** The language in its own name, as who reads it looks for it. */
function languageName(tag) {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag);
}

function shortTime(date) {
  const isToday = date.toDateString() === new Date().toDateString();
  return date.toLocaleString([], isToday ? { timeStyle: 'short' } : { dateStyle: 'medium' });
}

async function showSelected() {
  const id = selectedId();
  const message = id ? await read(`${collection}/${id}`).catch(() => undefined) : undefined;
  if (id !== selectedId()) return;
  if (message && !previewing) remember(opened.add(id));
  showMessage(message, `${collection}/${id}`);
  document.body.classList.toggle('reading', Boolean(message));
  byId('hint').hidden = Boolean(message) || messages.length === 0;
  drawRows();
  byId('list').querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
}

function remember(ids) {
  localStorage.setItem('opened', JSON.stringify([...ids]));
}

/** Goes to the next or previous mail of the list, in one step of the browser's history. */
function step(by) {
  const links = [...byId('list').querySelectorAll('a')];
  const at = links.findIndex((link) => link.ariaCurrent === 'true');
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
  if (next) location.replace(next.hash);
}

function close() {
  location.hash = '';
}

async function deleteAll() {
  if (!confirm(`Delete all ${messages.length} mails?`)) return;
  await fetch('/email/all', { method: 'DELETE' });
  opened.clear();
  remember(opened);
  close();
}

const keys = {
  ArrowDown: () => step(1),
  j: () => step(1),
  ArrowUp: () => step(-1),
  k: () => step(-1),
  '/': () => byId('filter').focus(),
  Escape: close,
};

document.addEventListener('keydown', (event) => {
  const isElsewhere = event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, pre');
  if (isElsewhere || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
byId('back').addEventListener('click', close);
byId('delete-all').addEventListener('click', deleteAll);
byId('filter').addEventListener('input', drawRows);
addEventListener('hashchange', showSelected);

document.body.classList.toggle('previewing', previewing);
document.querySelector(`nav a[href="${location.pathname}"]`).ariaCurrent = 'page';
refresh();
if (previewing) {
  // Templates are rendered anew at each look, so that an edit is seen on coming back from the editor.
  addEventListener('focus', refresh);
} else {
  const changes = new EventSource('/events');
  changes.addEventListener('open', refresh);
  changes.addEventListener('message', refresh);
}
