import * as api from './api.js';
import { attempt, button, count, element, follow, seconds, write } from './dom.js';

const table = document.getElementById('prompts');
const form = document.getElementById('prompt-form');

export async function refresh() {
  const prompts = await api.get(api.path('prompts'));
  count('prompts', prompts.length);
  follow(table, prompts, (prompt) => `${prompt.language}/${prompt.name}`, row, (child, prompt) => {
    write(child.children[0], prompt.language);
    write(child.children[1], prompt.name);
    write(child.children[2], prompt.text ?? '');
    write(child.children[3], seconds(prompt.durationMillis));
    child.querySelector('.delete').hidden = !prompt.uploaded;
  });
}

function row(prompt) {
  const where = api.path('prompts', prompt.language, prompt.name);
  const remove = button('Delete upload', () => api.remove(where));
  remove.className = 'delete';
  const actions = element('td', {}, button('Play', () => api.play(`${where}/audio`)), remove);
  return element('tr', {}, ...[0, 1, 2, 3].map(() => element('td')), actions);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const { language, name, file } = form.elements;
    const audio = file.files[0];
    await api.put(api.path('prompts', language.value, name.value), audio, audio.type || 'application/octet-stream');
    form.reset();
    await refresh();
  });
});
