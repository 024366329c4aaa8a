'use strict';

// Tables sort by the clicked column: numbers by value, words by alphabet, "n/a" last.
for (const table of document.querySelectorAll('table.numbers')) {
  const headers = [...table.querySelectorAll('thead th')];
  headers.forEach((header, column) => header.firstElementChild.addEventListener('click', () => {
    const descending = header.getAttribute('aria-sort') === 'ascending';
    headers.forEach(other => other.setAttribute('aria-sort', 'none'));
    header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    const key = row => row.cells[column].textContent;
    const compare = (a, b) => {
      const [x, y] = [Number(key(a)), Number(key(b))];
      if (Number.isNaN(x) && Number.isNaN(y)) {
        return (descending ? -1 : 1) * key(a).localeCompare(key(b), 'en', { numeric: true });
      }
      if (Number.isNaN(x) || Number.isNaN(y)) {
        return Number.isNaN(x) ? 1 : -1;
      }
      return descending ? y - x : x - y;
    };
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort(compare));
  }));
}

// The browser shows the images that have the chosen error with the chosen model.
for (const browser of document.querySelectorAll('.browser')) {
  const form = browser.querySelector('form');
  const list = browser.querySelector('.cards');
  const cards = [...list.children];
  const has = (card, model, kind) => kind === 'all' || card.dataset[model].split(' ').includes(kind);
  const orders = {
    file: () => (a, b) => a.dataset.file.localeCompare(b.dataset.file, 'en', { numeric: true }),
    errors: model => (a, b) => b.dataset[`${model}Errors`] - a.dataset[`${model}Errors`],
    f1: model => (a, b) => a.dataset[`${model}F1`] - b.dataset[`${model}F1`],
    change: () => (a, b) => Math.abs(b.dataset.change) - Math.abs(a.dataset.change),
  };
  const update = () => {
    const { kind, model, order } = Object.fromEntries(new FormData(form));
    browser.dataset.model = model;
    for (const card of cards) {
      card.hidden = !has(card, model, kind);
    }
    for (const choice of form.querySelectorAll('input[name=kind]')) {
      choice.parentElement.querySelector('.count').textContent = `(${cards.filter(card => has(card, model, choice.value)).length})`;
    }
    list.append(...cards.sort(orders[order](model)));
    form.querySelector('output').textContent = `${cards.filter(card => !card.hidden).length} of ${cards.length} images shown`;
  };
  form.addEventListener('change', update);
  form.addEventListener('submit', event => event.preventDefault());
  update();
}

// A picture opens at its full size; the arrow keys go to its neighbours; Escape, the button or a click on it closes it.
const dialog = document.getElementById('zoom');
const stage = dialog.querySelector('.stage');
let opened = null;
const show = button => {
  opened = button;
  const picture = button.firstElementChild.cloneNode(true);
  const browser = button.closest('.browser');
  stage.dataset.model = browser ? browser.dataset.model : '';
  stage.replaceChildren(picture);
  const words = button.parentElement.querySelector('figcaption, p');
  dialog.querySelector('.words').textContent = [...words.children].some(child => child.className === 'after')
    ? `${words.firstElementChild.textContent} ${words.querySelector(`.${stage.dataset.model}`).textContent}`
    : words.textContent;
};
const step = by => {
  const visible = [...document.querySelectorAll('.zoom')].filter(button => button.offsetParent !== null);
  show(visible[(visible.indexOf(opened) + by + visible.length) % visible.length]);
};
for (const button of document.querySelectorAll('.zoom')) {
  button.addEventListener('click', () => {
    show(button);
    dialog.showModal();
  });
}
dialog.querySelector('.previous').addEventListener('click', () => step(-1));
dialog.querySelector('.next').addEventListener('click', () => step(1));
dialog.querySelector('.close').addEventListener('click', () => dialog.close());
dialog.addEventListener('keydown', event => {
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
    event.preventDefault();
    step(event.key === 'ArrowLeft' ? -1 : 1);
  }
});
dialog.addEventListener('close', () => opened.focus());
stage.addEventListener('click', () => dialog.close());
