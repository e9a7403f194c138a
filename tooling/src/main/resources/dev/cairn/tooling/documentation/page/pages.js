// ---- Pages ----------------------------------------------------------------------------------------------------

const main = document.getElementById('main');
const side = document.getElementById('side');
let first = true;
let shown = { object: null, column: null, diagram: null };

function keyMark(flags) {
  return s('svg', { class: flags & FLAG_UNIQUE ? 'key unique' : 'key', viewBox: '0 0 16 16', role: 'img', 'aria-label': flags & FLAG_UNIQUE ? 'key' : 'sort key' },
    s('path', { d: flags & FLAG_UNIQUE ? 'M6.5 9.5a3.5 3.5 0 1 1 2-2l5 5v2h-2.500v-2h-2z' : 'M5 3v10M2.500 10.500L5 13l2.500-2.500M9.500 4h5M9.500 8h4M9.500 12h2.500' }));
}
function columnTable(o) {
  const object = objects[o];
  const typed = object.columns.some(column => column[1]);
  const defaults = object.columns.some(column => column[3]);
  const described = object.columns.some(column => column[4] || column[5]);
  const rows = object.columns.map((column, c) => {
    const details = [];
    if (column[4]) {
      details.push(h('div', {}, column[4]));
    }
    if (column[5]) {
      details.push(h('code', { class: 'expression' }, '= ' + column[5]));
    }
    const count = (usesFrom.get(node(o, c)) || []).length;
    return h('tr', { class: 'row', 'data-column': column[0], onclick: event => {
      if (!event.target.closest('a')) {
        location.hash = shown.column === c ? link(o) : link(o, c);
      }
    } }, [
      h('td', {}, column[2] & FLAG_KEY ? keyMark(column[2]) : null),
      h('td', { class: 'col' }, h('a', { href: link(o, c) }, breakable(column[0]))),
      typed ? h('td', { class: column[1].length < 24 ? 'type short' : 'type' }, [breakable(column[1]), column[2] & FLAG_NOT_NULL ? ' NOT NULL' : '']) : null,
      defaults ? h('td', { class: 'value' }, column[3]) : null,
      described ? h('td', { class: 'details' }, details) : null,
      h('td', { class: 'uses' }, count ? plural(count, 'use') : '')]);
  });
  return h('div', { class: 'scroll' }, h('table', { class: 'columns' }, [
    h('thead', {}, h('tr', {}, [h('th', { 'aria-label': 'Key' }), h('th', { scope: 'col' }, 'Column'),
      typed ? h('th', { scope: 'col' }, 'Type') : null, defaults ? h('th', { scope: 'col' }, 'Default') : null,
      described ? h('th', { scope: 'col' }, 'Description') : null, h('th', { 'aria-label': 'Uses' })])),
    h('tbody', {}, rows)]));
}
function declaredRows(rows) {
  return h('details', { class: 'rows', open: rows.values.length <= data.unfoldedRows }, [
    h('summary', {}, plural(rows.values.length, 'row')),
    h('div', { class: 'scroll' }, h('table', {}, [
      h('thead', {}, h('tr', {}, rows.columns.map(column => h('th', { scope: 'col' }, column)))),
      h('tbody', {}, rows.values.map(row => h('tr', {}, row.map(value =>
        h('td', { class: value === null ? 'note' : null }, value === null ? 'NULL' : value)))))]))]);
}
function factList(facts) {
  return h('dl', { class: 'facts' }, facts.reduce((all, fact) => all.concat([
    h('dt', {}, fact[0]),
    h('dd', { class: fact[1].indexOf('inactive') === 0 ? 'bad' : null },
      [h('code', {}, fact[1]), fact[2] ? h('span', { class: 'note' }, '  chosen by the server') : null])]), []));
}
function statisticsList(statistics) {
  return h('div', { class: 'stats' }, statistics.map(fact => h('div', {}, [
    h('b', { class: /^[\d.,]+( [KMGTP]?i?B)?$/.test(fact[1]) ? null : 'word' }, fact[1]), h('span', {}, fact[0])])));
}
function columnsText(o, columns) {
  return shortName(o) + (columns.length === 1 ? '.' + columns[0] : ' (' + columns.join(', ') + ')');
}
function relationTable(o) {
  return h('table', { class: 'relations' }, h('tbody', {}, relations[o].map(relation => {
    const own = relation.from === o;
    const other = own ? relation.to : relation.from;
    return h('tr', {}, [
      h('td', {}, h('code', {}, breakable((own ? relation.fromColumns : relation.toColumns).join(', ')))),
      h('td', {}, [own ? '→ ' : '← ', h('a', { href: link(other) }, breakable(columnsText(other, own ? relation.toColumns : relation.fromColumns)))]),
      h('td', { class: 'note' }, breakable((relation.declared ? ['foreign key'] : []).concat(relation.readers.length
        ? ['joined by ' + relation.readers.map(shortName).join(', ')] : []).join('; ')))]);
  })));
}
function objectPage(o) {
  const object = objects[o];
  const parts = [
    h('header', { class: 'k' + object.kind }, [
      h('div', { class: 'kind' }, [kindMark(object.kind), data.kinds[object.kind][0]]),
      h('h1', {}, [object.name[0] ? h('span', { class: 'db' }, [object.name[0] + '.', h('wbr')]) : null, breakable(object.name[1])]),
      object.comment ? h('p', { class: 'lead' }, object.comment) : null,
      h('div', { class: 'actions' }, [
        !isInFlow(o) ? null : h('a', { href: '#/flow/' + encodeURIComponent(id(o)) }, 'Show in the data flow'),
        entityKeys().indexOf(o) >= 0
          ? h('a', { href: '#/entities/' + encodeURIComponent(id(o)) }, 'Show among the entities') : null])])];
  if (object.statistics.length) {
    parts.push(statisticsList(object.statistics));
  }
  if (object.facts.length) {
    parts.push(factList(object.facts));
  }
  if (object.columns.length) {
    parts.push(section('Columns', [columnTable(o)]));
  }
  if (object.rows) {
    parts.push(section('Declared rows', [declaredRows(object.rows)]));
  }
  const pair = [];
  const writers = sorted(reads[o]).filter(isWriter);
  const sources = sorted(reads[o]).filter(other => !isWriter(other));
  [['Reads', sources], ['Written by', writers], [isWriter(o) ? 'Writes' : 'Read by', sorted(readBy[o])]].forEach(list => {
    if (list[1].length) {
      pair.push(h('div', {}, [h('h3', {}, list[0]), chips(list[1])]));
    }
  });
  if (pair.length) {
    parts.push(section('Dependencies', [h('div', { class: 'pair' }, pair)]));
  }
  if (relations[o].length) {
    parts.push(section('Relationships', [h('div', { class: 'scroll' }, relationTable(o))]));
  }
  const tabs = [];
  if (object.sql) {
    tabs.push(['SQL', object.sql, 'sql']);
  }
  if (object.java) {
    tabs.push(['Java', object.java, 'java']);
  }
  if (tabs.length) {
    parts.push(section('Definition', codeTabs(tabs)));
  }
  if (object.properties.length) {
    parts.push(section('Properties', [h('table', { class: 'props' }, h('tbody', {}, object.properties.map(property =>
      h('tr', {}, [h('td', {}, property[0]), h('td', {}, property[1]),
        h('td', { class: 'note' }, property[2] ? 'default of the server' : '')]))))]));
  }
  if (migrationsOf.has(node(o, ROWS))) {
    parts.push(section('Migrations', [migrationList(migrationsOf.get(node(o, ROWS)))]));
  }
  return h('article', { class: 'content' }, parts);
}
function migrationItem(i) {
  const migration = data.migrations[i];
  return [
    h('span', migration.repeatable ? { class: 'num', title: 'repeatable migration' } : { class: 'num' },
      migration.repeatable ? '\u21bb' : migration.name.slice(0, 5)),
    h('a', { href: '#/migrations/' + encodeURIComponent(migration.name) }, migration.title)];
}
function migrationList(list) {
  return h('ol', { class: 'migrations' }, list.map(i => h('li', {}, migrationItem(i))));
}
function migrationPage(i) {
  const migration = data.migrations[i];
  return h('article', { class: 'content' }, [
    h('header', {}, [
      h('div', { class: 'kind' }, migration.repeatable ? 'repeatable migration' : 'migration'),
      h('h1', {}, migration.name),
      migration.title === migration.name ? null : h('p', { class: 'lead' }, migration.title)]),
    migration.changes.length ? section('Changes', [h('table', { class: 'changes' }, h('tbody', {}, migration.changes.map(change =>
      h('tr', {}, [
        h('td', {}, h('a', { class: 'k' + objects[change[0]].kind, href: link(change[0]) }, [kindMark(objects[change[0]].kind), shortName(change[0])])),
        h('td', {}, change.slice(1).map((c, at) => h('span', {}, [at ? ', ' : '', h('a', { href: link(change[0], c) }, columnName(node(change[0], c)))])))]))))]) : null,
    section('Statements', codeTabs([['SQL', migration.sql, 'sql']]))]);
}
const LISTED = 100;

/** A table of objects, the first of them at once, with a field that filters them if it has a label. */
function objectTable(list, filterLabel) {
  const body = h('tbody');
  const rest = h('div', { class: 'tabs' });
  const field = filterLabel ? h('input', {
    type: 'search', class: 'filter', placeholder: filterLabel, 'aria-label': filterLabel, autocomplete: 'off', spellcheck: 'false',
    oninput: () => show(list.filter(o => wordsOf(field.value).every(word => contentOf(o).indexOf(word) >= 0)))
  }) : null;
  function show(some) {
    clear(body);
    clear(rest);
    add(some.slice(0, LISTED));
    if (some.length > LISTED) {
      rest.appendChild(h('button', { type: 'button', class: 'all', onclick: () => { add(some.slice(LISTED)); clear(rest); } },
        'Show all ' + some.length));
    } else if (!some.length) {
      rest.appendChild(h('p', { class: 'none' }, 'Nothing contains “' + field.value.trim() + '”.'));
    }
  }
  function add(some) {
    some.forEach(o => body.appendChild(h('tr', {}, [
      h('td', {}, h('a', { class: 'k' + objects[o].kind, href: link(o) }, [kindMark(objects[o].kind), breakable(shortName(o))])),
      h('td', {}, objects[o].comment),
      h('td', { class: 'n' }, objects[o].columns.length ? plural(objects[o].columns.length, 'column') : ''),
      h('td', { class: 'n' }, !isWriter(o) && readBy[o].size ? plural(readBy[o].size, 'reader') : '')])));
  }
  show(list);
  return [field, h('table', { class: 'objects' }, body), rest];
}
/** The text by which an object is filtered: its name, what it reads and writes, and its SQL. */
function contentOf(o) {
  const names = sorted(reads[o]).concat(sorted(readBy[o])).map(fullName);
  return [fullName(o), objects[o].comment, objects[o].sql].concat(names).join('\n').toLowerCase();
}
function overview() {
  const all = data.migrations.map((migration, i) => i);
  const recorded = all.filter(i => !data.migrations[i].repeatable);
  const repeatable = all.filter(i => data.migrations[i].repeatable);
  const ofKind = data.kinds.map((kind, k) => objects.map((object, o) => o).filter(o => objects[o].kind === k));
  const parts = [h('h1', {}, data.title), h('p', { class: 'sub' }, data.server)];
  parts.push(h('div', { class: 'stats' }, data.kinds.map((kind, k) => ofKind[k].length
    ? h('div', { class: 'k' + k }, [h('b', {}, ofKind[k].length.toLocaleString('en')), h('span', {}, [kindMark(k), kind[1]])]) : null)
    .concat(recorded.length
      ? [h('div', {}, [h('b', {}, recorded.length), h('span', {}, 'Migrations')])] : [])));
  if (data.omissions.length) {
    parts.push(section('Not in these pages', [h('ul', { class: 'how' }, data.omissions.map(text => h('li', {}, text)))], 'omissions'));
  }
  data.kinds.forEach((kind, k) => {
    if (ofKind[k].length) {
      parts.push(section(kind[1], objectTable(ofKind[k], k === QUERY ? 'Filter by name, table, column or SQL' : null)));
    }
  });
  const groups = new Map();
  objects.forEach((object, o) => {
    if (object.group) {
      append(groups, object.group, o);
    }
  });
  if (groups.size) {
    parts.push(section('Colocation groups', Array.from(groups.keys()).sort().map(name =>
      h('div', { class: 'group' }, [h('h3', {}, h('code', {}, name)), chips(groups.get(name))]))));
  }
  if (recorded.length) {
    parts.push(section('Migrations', [migrationList(recorded.reverse())]));
  }
  if (repeatable.length) {
    parts.push(section('Repeatable migrations', [h('p', {}, data.repetition), migrationList(repeatable)]));
  }
  return h('div', { class: 'content' }, parts);
}

/** Shows the lineage of a column below its row, or none. */
function showColumn(o, c) {
  const open = main.querySelector('tr.trace');
  if (open) {
    open.remove();
  }
  const chosen = main.querySelector('tr.chosen');
  if (chosen) {
    chosen.classList.remove('chosen');
  }
  shown.column = c;
  if (c === null) {
    return;
  }
  const row = main.querySelectorAll('.columns tr.row')[c];
  row.classList.add('chosen');
  row.parentNode.insertBefore(
    h('tr', { class: 'trace' }, h('td', { colspan: row.children.length }, traceOf(o, c))), row.nextSibling);
  const graph = row.nextSibling.querySelector('.graph');
  if (graph) {
    graph.scrollLeft = graph.startLeft - graph.clientWidth / 2;
  }
}
