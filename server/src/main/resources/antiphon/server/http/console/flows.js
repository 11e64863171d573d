import * as api from './api.js';
import { attempt, button, count, element, follow, write } from './dom.js';

const list = document.getElementById('flows');
const form = document.getElementById('flow-form');
const text = document.getElementById('flow-text');
const result = document.getElementById('flow-result');
const problems = document.getElementById('flow-problems');

export async function refresh() {
  const flows = await api.get(api.path('flows'));
  count('flows', flows.length);
  follow(list, flows, (flow) => flow.name, (flow) => element('li', {}, button(flow.name, () => open(flow.name))), () => {});
}

async function open(name) {
  form.elements.name.value = name;
  text.value = await api.text(api.path('flows', name), 'application/yaml');
  show('', []);
}

function show(sentence, complaints) {
  write(result, sentence);
  problems.replaceChildren(
    ...complaints.map((complaint) => {
      const place = button(`${complaint.line}:${complaint.column}`, () => jump(complaint));
      return element('li', {}, place, ` ${complaint.message} (${complaint.code})`);
    }),
  );
}

/** Selects the line that a complaint is about. */
function jump({ line }) {
  const lines = text.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    try {
      await api.put(api.path('flows', form.elements.name.value), text.value, 'application/yaml');
      show('Live.', []);
      await refresh();
    } catch (problem) {
      if (!problem.problems?.length) throw problem;
      show('Not taken over; the old one goes on.', problem.problems);
    }
  });
});
