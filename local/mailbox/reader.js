const forms = ['html', 'text', 'calendar', 'source'];
let wanted = 'html';
let address = '';
let message;

export const byId = (id) => document.getElementById(id);
export const spellOut = ({ name, address }) => (name ? `${name} <${address}>` : address);

/** Makes an element with properties and children. */
export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Shows one mail, its HTML from under the address given; without a mail, the pane is hidden. */
export function showMessage(shown, itsAddress) {
  message = shown;
  address = itsAddress;
  byId('message').hidden = !message;
  if (!message) return;
  byId('subject').textContent = message.subject || '(no subject)';
  byId('subject').lang = message.language;
  byId('from').textContent = message.from;
  byId('to').textContent = message.to.map(spellOut).join(', ');
  byId('time').textContent = message.time && new Date(message.time).toLocaleString();
  tabOf('html').disabled = !message.html;
  tabOf('calendar').disabled = tabOf('calendar').hidden = !message.calendar;
  showForm(tabOf(wanted).disabled ? forms.find((form) => !tabOf(form).disabled) : wanted);
}

const tabOf = (form) => byId(`tab-${form}`);

function showForm(form) {
  for (const other of forms) {
    tabOf(other).ariaSelected = String(other === form);
    tabOf(other).tabIndex = other === form ? 0 : -1;
  }
  byId('body').replaceChildren(
    ...(form === 'calendar' ? calendar() : [form === 'html' ? frame() : text(message[form])]),
  );
}

function text(textContent) {
  return element('pre', { tabIndex: 0, lang: message.language, textContent });
}

/** The calendar as it is written, and as a file to be opened by another program. */
function calendar() {
  const file = element('a', { href: `${address}/calendar`, download: 'invite.ics', textContent: 'invite.ics' });
  return [file, text(message.calendar.content)];
}

/** A frame where nothing runs and nothing is loaded; links open in a tab of their own. */
function frame() {
  const made = element('iframe', { title: 'The mail', src: `${address}/html` });
  made.sandbox = 'allow-popups allow-popups-to-escape-sandbox';
  return made;
}

function choose(form) {
  wanted = form;
  showForm(form);
}

function stepForm(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const usable = forms.filter((form) => !tabOf(form).disabled);
  const at = usable.findIndex((form) => tabOf(form) === event.target);
  const next = usable[(at + by + usable.length) % usable.length];
  choose(next);
  tabOf(next).focus();
}

for (const form of forms) {
  tabOf(form).addEventListener('click', () => choose(form));
  tabOf(form).addEventListener('keydown', stepForm);
}
