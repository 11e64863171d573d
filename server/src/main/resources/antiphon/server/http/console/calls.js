import * as api from './api.js';
import { button, count, element, follow, since, write } from './dom.js';

const table = document.getElementById('calls');

export async function refresh() {
  const calls = await api.get(api.path('calls'));
  count('calls', calls.length);
  follow(table, calls, (call) => call.id, row, (child, call) => {
    write(child.children[0], call.callerName ? `${call.callerName} ${call.caller}` : call.caller);
    write(child.children[1], call.called);
    write(child.children[2], call.state);
    write(child.children[3], since(call.startedAt));
  });
}

function row(call) {
  const cells = [0, 1, 2, 3].map(() => element('td'));
  const hangUp = button('Hang up', () => api.remove(api.path('calls', call.id)));
  return element('tr', {}, ...cells, element('td', {}, hangUp));
}
