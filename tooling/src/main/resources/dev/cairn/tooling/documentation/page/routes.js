// ---- Routes ---------------------------------------------------------------------------------------------------

function part(text) {
  try {
    return decodeURIComponent(text);
  } catch (malformed) {
    return text;
  }
}
function route() {
  const path = location.hash.replace(/^#\/?/, '').split('/').map(part);
  const view = path[0] === '' ? 'overview' : ['flow', 'entities', 'migrations'].indexOf(path[0]) >= 0 ? path[0] : 'object';
  const migration = view === 'migrations' ? data.migrations.findIndex(one => one.name === path[1]) : -1;
  document.querySelectorAll('.views a').forEach(one => {
    if (one.getAttribute('data-view') === view) {
      one.setAttribute('aria-current', 'page');
    } else {
      one.removeAttribute('aria-current');
    }
  });
  openSide(false);
  if (view === 'object' && byId.has(path[0])) {
    showObject(byId.get(path[0]), path[1]);
    return;
  }
  shown = { object: null, column: null, diagram: null };
  clear(main);
  if (migration >= 0) {
    markSide(null);
    document.title = path[1] + ' – ' + data.title;
    main.appendChild(migrationPage(migration));
  } else if (view === 'object' || view === 'migrations') {
    markSide(null);
    document.title = data.title;
    main.appendChild(h('div', { class: 'content' }, [h('h1', {}, 'Not found'),
      h('p', { class: 'lead' }, 'This schema has no ' + (view === 'object' ? 'object ' + path[0] : 'migration ' + path[1]) + '.'), h('p', {}, h('a', { href: '#/' }, 'All objects'))]));
  } else if (view === 'overview') {
    markSide(null);
    document.title = data.title;
    main.appendChild(overview());
  } else {
    const o = path[1] !== undefined && byId.has(path[1]) ? byId.get(path[1]) : null;
    const group = o === null && path[1] !== undefined && path[1].indexOf(GROUP) === 0 ? path[1].slice(GROUP.length) : null;
    const request = { object: o, group: group, depth: path[2] === 'all' ? Infinity : Number(path[2]) || null };
    const drawn = view === 'flow' ? flow(request) : entities(request);
    shown.diagram = o;
    markSide(o);
    document.title = (view === 'flow' ? 'Data flow' : 'Entities') + ' – ' + data.title;
    main.appendChild(drawn.element);
    drawn.ready();
  }
  window.scrollTo(0, 0);
}
function showObject(o, column) {
  const c = column === undefined ? -1 : objects[o].columns.findIndex(one => one[0].toLowerCase() === column.toLowerCase());
  if (shown.object !== o) {
    shown = { object: o, column: null, diagram: null };
    clear(main).appendChild(objectPage(o));
    document.title = fullName(o) + ' – ' + data.title;
    markSide(o);
    window.scrollTo(0, 0);
    if (!first) {
      main.focus({ preventScroll: true });
    }
  }
  showColumn(o, c < 0 ? null : c);
  if (c >= 0) {
    const row = main.querySelector('tr.chosen');
    if (!first) {
      row.querySelector('a').focus({ preventScroll: true });
    }
    const place = row.getBoundingClientRect();
    if (place.top < 60 || place.top > window.innerHeight - 260) {
      row.scrollIntoView({ block: 'start' });
    }
  }
}

// ---- The beginning --------------------------------------------------------------------------------------------

const root = document.documentElement;

/** Browsers may refuse to store anything for pages from a disk; the choice then lasts as long as the page. */
function stored(value) {
  try {
    if (value !== undefined) {
      localStorage.setItem('cairn-theme', value);
    }
    return localStorage.getItem('cairn-theme');
  } catch (refused) {
    return null;
  }
}
if (stored()) {
  root.setAttribute('data-theme', stored());
}
document.getElementById('theme').addEventListener('click', () => {
  const current = root.getAttribute('data-theme')
    || (window.matchMedia && window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const next = current === 'dark' ? 'light' : 'dark';
  root.setAttribute('data-theme', next);
  stored(next);
});
const narrow = () => window.matchMedia && window.matchMedia('(max-width: 860px)').matches;
document.getElementById('menu').addEventListener('click', () => {
  if (narrow()) {
    openSide(!side.classList.contains('open'));
  } else {
    mark(root, 'folded', !root.classList.contains('folded'));
    document.getElementById('menu').setAttribute('aria-expanded', String(!root.classList.contains('folded')));
    if (main.querySelector('.canvas')) {
      route();
    }
  }
});
document.getElementById('menu').setAttribute('aria-expanded', String(!narrow()));
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault(); // the address names the view
  main.focus();
});
document.getElementById('title').textContent = data.title;
drawSide();
window.addEventListener('hashchange', route);
window.addEventListener('beforeprint', () => {
  if (shown.object === null && main.querySelector('.canvas') === null) {
    main.appendChild(h('div', { id: 'printed' }, objects.map((object, o) => objectPage(o))));
  }
  main.querySelectorAll('[data-tabs]').forEach(place => place.print(true));
  main.querySelectorAll('details').forEach(folded => folded.setAttribute('open', ''));
});
window.addEventListener('afterprint', () => {
  const printed = document.getElementById('printed');
  if (printed) {
    printed.remove();
  }
  main.querySelectorAll('[data-tabs]').forEach(place => place.print(false));
});
route();
first = false;
