import * as api from './api.js';
import { attempt, button, count, element, follow, seconds, write } from './dom.js';

const boxes = document.getElementById('mailboxes');
const form = document.getElementById('mailbox-form');

export async function refresh() {
  const mailboxes = await api.get(api.path('mailboxes'));
  count('mailboxes', mailboxes.length);
  follow(boxes, mailboxes, (box) => box.number, card, (child, box) => write(child.querySelector('.title'), title(box)));
  for (const open of boxes.querySelectorAll('details[open]')) await refreshMessages(open);
}

function title(box) {
  const locked = box.lockedUntil && Date.parse(box.lockedUntil) > Date.now() ? ' · locked after wrong PINs' : '';
  const pin = box.hasPin ? '' : ' · no PIN';
  return `${box.number} ${box.name ?? ''} · ${box.newMessages} new, ${box.savedMessages} saved${pin}${locked}`;
}

function card(box) {
  const made = element(
    'details',
    {},
    element('summary', {}, element('span', { className: 'title' })),
    element('table', {}, element('tbody')),
    button('Delete mailbox', async () => {
      if (confirm(`Delete mailbox ${box.number} with all its messages?`)) await api.remove(api.path('mailboxes', box.number));
    }),
  );
  made.addEventListener('toggle', () => made.open && attempt(() => refreshMessages(made)));
  return made;
}

async function refreshMessages(card) {
  const number = card.dataset.key;
  const messages = await api.get(api.path('mailboxes', number, 'messages'));
  follow(card.querySelector('tbody'), messages, (message) => message.id, row(number), (child, message) => {
    write(child.children[0], message.callerName ?? message.callerNumber ?? 'unknown');
    write(child.children[1], new Date(message.recordedAt).toLocaleString());
    write(child.children[2], seconds(message.durationMillis));
    write(child.children[3], message.state);
  });
}

const row = (number) => (message) => {
  const where = api.path('mailboxes', number, 'messages', message.id);
  return element(
    'tr',
    {},
    ...[0, 1, 2, 3].map(() => element('td')),
    element(
      'td',
      {},
      button('Play', () => api.play(`${where}/audio`)),
      button('Save', () => api.patch(where, { state: 'saved' })),
      button('Delete', () => api.remove(where)),
    ),
  );
};

form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const filled = [...new FormData(form)].filter(([, value]) => value !== '');
    await api.post(api.path('mailboxes'), Object.fromEntries(filled));
    form.reset();
    await refresh();
  });
});
