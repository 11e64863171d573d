// Small helpers. Whatever the server says becomes text, never markup.

/** Makes an element: `element('td', {className: 'quiet'}, 'text', otherElement)`. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function button(label, action) {
  const made = element('button', { type: 'button' }, label);
  made.addEventListener('click', () => attempt(action));
  return made;
}

/** Runs an action of the person; what goes wrong stands above the page. */
export async function attempt(action) {
  const notice = document.getElementById('notice');
  try {
    notice.textContent = '';
    await action();
  } catch (problem) {
    notice.textContent = problem.message;
  }
}

/**
 * Makes the children of `parent` follow `items`: one child for each, kept as long as its key stays,
 * so that focus and clicks survive the refresh.
 */
export function follow(parent, items, keyOf, create, update) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const key = String(keyOf(item));
    let child = old.get(key);
    if (!child) {
      child = create(item);
      child.dataset.key = key;
    }
    old.delete(key);
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
    update(child, item);
  });
  old.forEach((child) => child.remove());
}

/** Writes a text only where it changed. */
export function write(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

export function count(id, number) {
  write(document.getElementById(`${id}-count`), number ? String(number) : '');
  const empty = document.getElementById(`${id}-empty`);
  if (empty) empty.hidden = number > 0;
}

export const seconds = (millis) => `${(millis / 1000).toFixed(1)} s`;

/** How long ago an RFC 3339 time is: `2:05`. */
export function since(time) {
  const total = Math.max(0, Math.floor((Date.now() - Date.parse(time)) / 1000));
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`;
}
