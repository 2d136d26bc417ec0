// Makes the tables of single tasks when they are opened, sorts them by the column whose name is pressed, and unfolds a result
// that a link leads to.
for (const details of document.querySelectorAll('details.tasks')) {
  details.addEventListener('toggle', () => fill(details), { once: true });
}

function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.matches('details')) target.open = true;
}
addEventListener('hashchange', unfold);
unfold();

function fill(details) {
  const { ks, controlled, rows } = JSON.parse(details.querySelector('script').textContent);
  const last = ks.length - 1;
  const columns = [
    { name: 'task', value: (row) => row[0] },
    { name: 'in words', value: (row) => row[1], words: true },
    { name: 'rules', value: (row) => row[2].length },
    { name: 'trial, s', value: (row) => row[3] },
    { name: 'best known', value: (row) => row[4], text: (value) => value.toFixed(1) },
    ...ks.map((k, i) => ({ name: `k = ${k}`, value: (row) => row[5][i], score: true })),
    ...(controlled ? [{ name: `cleared, ${ks[last]}`, value: (row) => row[6][last], score: true }] : []),
  ];
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  columns.forEach((column, c) => {
    const cell = document.createElement('th');
    cell.scope = 'col';
    if (!column.words) cell.className = 'number';
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = column.name;
    button.addEventListener('click', () => {
      const down = cell.getAttribute('aria-sort') !== 'descending';
      for (const other of head.cells) other.removeAttribute('aria-sort');
      cell.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
      rows.sort((a, b) => (down ? -1 : 1) * order(columns[c].value(a), columns[c].value(b)));
      show();
    });
    cell.append(button);
    head.append(cell);
  });

  function show() {
    body.replaceChildren(...rows.map(rowOf));
  }

  function rowOf(row) {
    const line = document.createElement('tr');
    for (const column of columns) {
      const cell = line.insertCell();
      const value = column.value(row);
      if (column.words) {
        cell.className = 'words';
        cell.textContent = `${value[0].toUpperCase()}${value.slice(1)}.`;
        const rules = document.createElement('small');
        rules.textContent = row[2].join(' ');
        cell.append(rules);
      } else if (column.score) {
        cell.className = 'number score';
        cell.style.setProperty('--score', Math.min(1, value));
        cell.textContent = value.toFixed(2);
      } else {
        cell.className = 'number';
        cell.textContent = column.text ? column.text(value) : value;
      }
    }
    return line;
  }

  show();
  details.querySelector('.scroll').append(table);
}
