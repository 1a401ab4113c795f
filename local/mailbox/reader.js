const forms = ['html', 'text', 'source'];
let wanted = 'html';
let frameSource = '';
let message;

export const byId = (id) => document.getElementById(id);
export const spellOut = ({ name, address }) => (name ? `${name} <${address}>` : address);

/** Makes an element with properties and children. */
export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Shows one mail, its HTML from the address given; without a mail, the pane is hidden. */
export function showMessage(shown, htmlAddress) {
  message = shown;
  frameSource = htmlAddress;
  byId('message').hidden = !message;
  if (!message) return;
  byId('subject').textContent = message.subject || '(no subject)';
  byId('subject').lang = message.language;
  byId('from').textContent = message.from;
  byId('to').textContent = message.to.map(spellOut).join(', ');
  byId('time').textContent = message.time && new Date(message.time).toLocaleString();
  tabOf('html').disabled = !message.html;
  showForm(message.html || wanted !== 'html' ? wanted : 'text');
}

const tabOf = (form) => byId(`tab-${form}`);

function showForm(form) {
  for (const other of forms) {
    tabOf(other).ariaSelected = String(other === form);
    tabOf(other).tabIndex = other === form ? 0 : -1;
  }
  const content =
    form === 'html' ? frame() : element('pre', { tabIndex: 0, lang: message.language, textContent: message[form] });
  byId('body').replaceChildren(content);
}

/** A frame where nothing runs and nothing is loaded; links open in a tab of their own. */
function frame() {
  const made = element('iframe', { title: 'The mail', src: frameSource });
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
