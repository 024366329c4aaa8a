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

// A picture opens at its full size; Escape, the button or another click closes it.
const dialog = document.getElementById('zoom');
const enlarged = dialog.querySelector('img');
for (const button of document.querySelectorAll('figure .zoom')) {
  button.addEventListener('click', () => {
    const picture = button.firstElementChild;
    enlarged.src = picture.src;
    enlarged.alt = picture.alt;
    dialog.showModal();
  });
}
dialog.querySelector('button').addEventListener('click', () => dialog.close());
enlarged.addEventListener('click', () => dialog.close());
