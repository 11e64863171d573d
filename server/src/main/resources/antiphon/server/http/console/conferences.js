import * as api from './api.js';
import { button, count, element, follow, write } from './dom.js';

const rooms = document.getElementById('conferences');

export async function refresh() {
  const conferences = await api.get(api.path('conferences'));
  count('conferences', conferences.length);
  follow(rooms, conferences, (room) => room.name, card, (child, room) => {
    child.room = room;
    write(child.querySelector('.lock'), room.locked ? 'Unlock' : 'Lock');
    follow(child.querySelector('tbody'), room.participants, (person) => person.id, row(room), updateRow);
  });
}

function card(room) {
  const made = element('article');
  const lock = button('', () => api.patch(api.path('conferences', room.name), { locked: !made.room.locked }));
  lock.className = 'lock';
  const head = element('tr', {}, ...['Participant', '', 'Level', ''].map((text) => element('th', {}, text)));
  made.append(
    element('h3', {}, room.name, ' ', lock),
    element('table', {}, element('thead', {}, head), element('tbody')),
  );
  return made;
}

const row = (room) => (person) => {
  const where = api.path('conferences', room.name, 'participants', person.id);
  const made = element('tr', {}, element('td'), element('td'), element('td'));
  const mute = button('', () => api.patch(where, { muted: !made.person.muted }));
  mute.className = 'mute';
  const kick = button('Remove', () => api.remove(where));
  made.append(element('td', {}, mute, kick));
  return made;
};

function updateRow(child, person) {
  child.person = person;
  write(child.children[0], person.caller ?? person.id);
  child.children[1].className = person.talking ? 'talking' : 'quiet';
  write(child.children[1], person.muted ? 'muted' : person.talking ? 'talking' : 'silent');
  write(child.children[2], `${person.levelDbov} dB`);
  write(child.querySelector('.mute'), person.muted ? 'Unmute' : 'Mute');
}
