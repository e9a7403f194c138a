// ---- The list of objects --------------------------------------------------------------------------------------

function drawSide() {
  const field = h('input', {
    type: 'search', class: 'filter', placeholder: 'Filter', 'aria-label': 'Filter the objects', autocomplete: 'off', spellcheck: 'false',
    oninput: () => {
      const words = wordsOf(field.value);
      side.querySelectorAll('details').forEach(kind => {
        let count = 0;
        kind.querySelectorAll('a').forEach(one => {
          one.hidden = !words.every(word => one.title.toLowerCase().indexOf(word) >= 0);
          count += one.hidden ? 0 : 1;
        });
        kind.hidden = !count;
        kind.querySelector('b').textContent = count;
      });
    }
  });
  side.appendChild(field);
  data.kinds.forEach((kind, k) => {
    const list = objects.map((object, o) => o).filter(o => objects[o].kind === k);
    if (list.length) {
      side.appendChild(h('details', { class: 'k' + k, open: list.length <= 400 || k < 3 }, [
        h('summary', {}, [kindMark(k), kind[1], h('b', {}, list.length)])].concat(list.map(o =>
        h('a', { href: link(o), 'data-object': id(o), title: fullName(o) }, shortName(o))))));
    }
  });
  side.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const links = Array.from(side.querySelectorAll('details[open] a:not([hidden])'));
      const next = links[links.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1)];
      if (next) {
        next.focus();
        event.preventDefault();
      }
    }
  });
}
function markSide(o) {
  const current = side.querySelector('a[aria-current]');
  if (current) {
    current.removeAttribute('aria-current');
  }
  if (o !== null) {
    const chosen = Array.from(side.querySelectorAll('a')).find(one => one.getAttribute('data-object') === id(o));
    chosen.setAttribute('aria-current', 'page');
    chosen.parentNode.open = true;
    const top = chosen.offsetTop;
    if (top < side.scrollTop || top > side.scrollTop + side.clientHeight - 60) {
      side.scrollTop = top - side.clientHeight / 3;
    }
  }
}
function openSide(open) {
  mark(side, 'open', open);
  if (narrow()) {
    document.getElementById('menu').setAttribute('aria-expanded', String(open));
  }
}

// ---- Search ---------------------------------------------------------------------------------------------------

const search = document.getElementById('search');
const results = document.getElementById('results');
let index = null;
let chosenHit = 0;

function buildIndex() {
  index = objects.map((object, o) => ({
    o: o, name: fullName(o).toLowerCase(), comment: object.comment.toLowerCase(),
    columns: object.columns.map(column => [column[0].toLowerCase(), column[4].toLowerCase()]),
    sql: (object.sql + '\n' + object.columns.map(column => column[5]).join('\n')).toLowerCase(),
    rows: object.rows ? object.rows.values.map(row => row.join(' ').toLowerCase()) : []
  }));
}
function wordsOf(text) {
  return text.toLowerCase().split(/\s+/).filter(word => word);
}
function find(text) {
  const words = wordsOf(text);
  if (!words.length) {
    return [];
  }
  if (!index) {
    buildIndex();
  }
  const inAll = content => words.every(word => content.indexOf(word) >= 0);
  const hits = [];
  index.forEach(entry => {
    const own = entry.name.slice(objects[entry.o].name[0] ? objects[entry.o].name[0].length + 1 : 0);
    let named = false;
    if (inAll(entry.name)) {
      hits.push({ rank: own === words[0] ? 0 : own.indexOf(words[0]) === 0 ? 1 : 2, o: entry.o, c: ROWS, where: '' });
      named = true;
    } else if (inAll(entry.name + ' ' + entry.comment)) {
      hits.push({ rank: 6, o: entry.o, c: ROWS, where: 'comment', more: objects[entry.o].comment });
      named = true;
    }
    entry.columns.forEach((column, c) => {
      const path = own + '.' + column[0];
      if (inAll(path + ' ' + own) && column[0].indexOf(words[words.length - 1].split('.').pop()) >= 0) {
        const exact = words.length === 1 && column[0] === words[0];
        named = true;
        hits.push({ rank: exact ? 3 : column[0].indexOf(words[0]) === 0 ? 4 : 5, o: entry.o, c: c, where: 'column' });
      } else if (column[1] && inAll(column[1])) {
        named = true;
        hits.push({ rank: 7, o: entry.o, c: c, where: 'comment', more: objects[entry.o].columns[c][4] });
      }
    });
    const row = entry.rows.findIndex(inAll);
    if (!named && row >= 0) {
      hits.push({ rank: 8, o: entry.o, c: ROWS, where: 'row', more: objects[entry.o].rows.values[row].join(' ') });
    } else if (!named && inAll(entry.sql)) {
      const at = entry.sql.indexOf(words[0]);
      const sql = objects[entry.o].sql;
      hits.push({ rank: 8, o: entry.o, c: ROWS, where: 'SQL', more: sql.slice(Math.max(0, at - 30), at + 70).replace(/\s+/g, ' ') });
    }
  });
  return hits.sort((a, b) => a.rank - b.rank || a.o - b.o || a.c - b.c).slice(0, 80);
}
function marked(text, words) {
  const lower = text.toLowerCase();
  const fragment = document.createDocumentFragment();
  let at = 0;
  while (at < text.length) {
    let next = -1;
    let length = 0;
    words.forEach(word => {
      const place = lower.indexOf(word, at);
      if (place >= 0 && (next < 0 || place < next || (place === next && word.length > length))) {
        next = place;
        length = word.length;
      }
    });
    if (next < 0) {
      break;
    }
    fragment.appendChild(document.createTextNode(text.slice(at, next)));
    fragment.appendChild(h('mark', {}, text.slice(next, next + length)));
    at = next + length;
  }
  fragment.appendChild(document.createTextNode(text.slice(at)));
  return fragment;
}
function showResults() {
  const words = wordsOf(search.value);
  const hits = find(search.value);
  clear(results);
  hits.forEach((hit, i) => {
    const object = objects[hit.o];
    const name = hit.c === ROWS ? shortName(hit.o) : shortName(hit.o) + '.' + object.columns[hit.c][0];
    results.appendChild(h('a', {
      class: 'hit k' + object.kind, role: 'option', id: 'hit' + i, href: hit.c === ROWS ? link(hit.o) : link(hit.o, hit.c), tabindex: '-1'
    }, [
      kindMark(object.kind), h('span', { class: 'name' }, marked(name, words)),
      h('span', { class: 'in' }, hit.where || data.kinds[object.kind][0]),
      hit.more ? h('span', { class: 'more' }, marked(hit.more, words)) : null]));
  });
  if (words.length && !hits.length) {
    results.appendChild(h('p', { class: 'none' }, 'Nothing contains “' + search.value.trim() + '”.'));
  }
  results.hidden = !words.length;
  search.setAttribute('aria-expanded', String(words.length > 0));
  choose(0);
}
function choose(i) {
  const hits = results.querySelectorAll('.hit');
  chosenHit = Math.max(0, Math.min(hits.length - 1, i));
  hits.forEach((hit, at) => hit.setAttribute('aria-selected', String(at === chosenHit)));
  if (hits.length) {
    search.setAttribute('aria-activedescendant', 'hit' + chosenHit);
    if (hits[chosenHit].scrollIntoView) {
      hits[chosenHit].scrollIntoView({ block: 'nearest' });
    }
  } else {
    search.removeAttribute('aria-activedescendant');
  }
}
function closeResults() {
  results.hidden = true;
  search.setAttribute('aria-expanded', 'false');
}
search.addEventListener('input', showResults);
search.addEventListener('focus', () => {
  if (search.value) {
    showResults();
  }
});
search.addEventListener('keydown', event => {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    choose(chosenHit + (event.key === 'ArrowDown' ? 1 : -1));
    event.preventDefault();
  } else if (event.key === 'Enter') {
    const hit = results.querySelectorAll('.hit')[chosenHit];
    if (hit && !results.hidden) {
      location.hash = hit.getAttribute('href');
      closeResults();
      search.blur();
    }
    event.preventDefault();
  } else if (event.key === 'Escape') {
    search.value = '';
    closeResults();
    search.blur();
    event.stopPropagation();
  }
});
results.addEventListener('click', closeResults);
document.addEventListener('click', event => {
  if (!event.target.closest('.find')) {
    closeResults();
  }
  if (!event.target.closest('.side') && !event.target.closest('#menu')) {
    openSide(false);
  }
});
document.addEventListener('keydown', event => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement ? document.activeElement.tagName : '');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
    search.focus();
    search.select();
    event.preventDefault();
  } else if (event.key === 'Escape') {
    if (side.classList.contains('open')) {
      openSide(false);
    } else if (shown.column !== null) {
      location.hash = link(shown.object);
    }
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !typing && shown.column !== null
      && document.activeElement && document.activeElement.closest('.columns')) {
    const c = shown.column + (event.key === 'ArrowDown' ? 1 : -1);
    if (c >= 0 && c < objects[shown.object].columns.length) {
      location.hash = link(shown.object, c);
    }
    event.preventDefault();
  }
});
