(function () {
  'use strict';

  // ---- The data -------------------------------------------------------------------------------------------------

  const data = JSON.parse(document.getElementById('data').textContent);
  const objects = data.objects;
  const QUERY = 3;
  const ROWS = -1;
  const FLAG_KEY = 3;
  const FLAG_UNIQUE = 2;
  const FLAG_NOT_NULL = 4;
  const byId = new Map();
  const usesFrom = new Map();
  const usesTo = new Map();
  const reads = objects.map(() => new Set());
  const readBy = objects.map(() => new Set());
  const relations = objects.map(() => []);

  function fullName(o) {
    return objects[o].name[0] ? objects[o].name[0] + '.' + objects[o].name[1] : objects[o].name[1];
  }
  function shortName(o) {
    return objects[o].name[0] === data.database ? objects[o].name[1] : fullName(o);
  }
  function id(o) {
    return (objects[o].kind === QUERY ? 'query:' : '') + fullName(o);
  }
  function link(o, c) {
    const column = c === undefined || c === ROWS ? '' : '/' + encodeURIComponent(objects[o].columns[c][0]);
    return '#/' + encodeURIComponent(id(o)) + column;
  }
  function node(o, c) {
    return o * 10000 + c + 1;
  }
  function objectOf(n) {
    return Math.floor(n / 10000);
  }
  function columnOf(n) {
    return n % 10000 - 1;
  }
  function columnName(n) {
    return columnOf(n) === ROWS ? '(rows)' : objects[objectOf(n)].columns[columnOf(n)][0];
  }
  function append(map, key, value) {
    if (map.has(key)) {
      map.get(key).push(value);
    } else {
      map.set(key, [value]);
    }
  }

  objects.forEach((object, o) => byId.set(id(o), o));
  for (let i = 0; i < data.uses.length; i += 5) {
    const use = {
      from: node(data.uses[i], data.uses[i + 1]), to: node(data.uses[i + 2], data.uses[i + 3]), kind: data.uses[i + 4]
    };
    append(usesFrom, use.from, use);
    append(usesTo, use.to, use);
    reads[data.uses[i + 2]].add(data.uses[i]);
    readBy[data.uses[i]].add(data.uses[i + 2]);
  }
  data.relationships.forEach(relation => {
    relations[relation.from].push(relation);
    if (relation.to !== relation.from) {
      relations[relation.to].push(relation);
    }
  });
  function isDirect(kind) {
    return kind < data.direct;
  }

  // ---- Elements -------------------------------------------------------------------------------------------------

  const SVG = 'http://www.w3.org/2000/svg';

  function fill(element, attributes, children) {
    Object.keys(attributes || {}).forEach(name => {
      const value = attributes[name];
      if (name.indexOf('on') === 0) {
        element.addEventListener(name.slice(2), value);
      } else if (value !== null && value !== undefined && value !== false) {
        element.setAttribute(name, value === true ? '' : value);
      }
    });
    (children === undefined ? [] : Array.isArray(children) ? children : [children]).forEach(child => {
      if (child !== null && child !== undefined && child !== '') {
        element.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
      }
    });
    return element;
  }
  function h(tag, attributes, children) {
    return fill(document.createElement(tag), attributes, children);
  }
  function s(tag, attributes, children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
  }
  function clear(element) {
    while (element.firstChild) {
      element.removeChild(element.firstChild);
    }
    return element;
  }
  function mark(element, name, on) {
    if (on) {
      element.classList.add(name);
    } else {
      element.classList.remove(name);
    }
  }
  function plural(count, word) {
    return count.toLocaleString('en') + ' ' + word + (count === 1 ? '' : 's');
  }
  function kindMark(kind) {
    return h('span', { class: 'dot k' + kind, 'aria-hidden': 'true' });
  }
  function chips(list) {
    return h('ul', { class: 'chips' }, list.map(o =>
      h('li', {}, h('a', { class: 'k' + objects[o].kind, href: link(o), title: data.kinds[objects[o].kind][0] },
        [kindMark(objects[o].kind), shortName(o)]))));
  }
  function section(title, children, name) {
    return h('section', { 'data-section': name || title.toLowerCase() }, [h('h2', {}, title)].concat(children));
  }
  function sorted(set) {
    return Array.from(set).sort((a, b) => a - b);
  }

  // ---- Code -----------------------------------------------------------------------------------------------------

  const SQL_WORDS = ('add aggregate alter all and any as asc async auto_increment between buckets by case cast column comment create '
    + 'cross current_timestamp database default deferred delete desc distinct distributed drop duplicate else end engine every except '
    + 'exists false from full group having hash if in index inner insert intersect interval into is join key left less like limit '
    + 'manual materialized not null offset on or order outer over partition primary properties random range refresh replace right '
    + 'rollup security select set sum sync table than then true truncate union unique update using values view when where window '
    + 'with').split(' ');
  const JAVA_WORDS = ('abstract boolean byte char class default double enum extends final float implements import int interface long '
    + 'new null package permits private protected public record return sealed short static super this throws true false var void')
    .split(' ');
  const TOKEN = {
    sql: /(--[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")|(`[^`]*`)|(\b\d+(?:\.\d+)?\b)|([A-Za-z_]\w*)/g,
    java: /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|("""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(@\w+)|(\b\d[\w.]*\b)|([A-Za-z_]\w*)/g
  };
  function code(text, language) {
    const words = new Set(language === 'sql' ? SQL_WORDS : JAVA_WORDS);
    const pattern = new RegExp(TOKEN[language].source, 'g');
    const pre = h('pre', { tabindex: '0', 'data-language': language });
    let end = 0;
    let match = pattern.exec(text);
    while (match) {
      const word = match[0];
      const style = match[1] ? 'tc' : match[2] ? 'ts' : match[3] ? (language === 'java' ? 'tk' : '')
        : match[4] ? 'tn' : words.has(language === 'sql' ? word.toLowerCase() : word) ? 'tk' : '';
      if (style) {
        pre.appendChild(document.createTextNode(text.slice(end, match.index)));
        pre.appendChild(h('span', { class: style }, word));
        end = match.index + word.length;
      }
      match = pattern.exec(text);
    }
    pre.appendChild(document.createTextNode(text.slice(end)));
    return pre;
  }
  function codeTabs(tabs) {
    const place = h('div');
    const buttons = tabs.map((tab, i) =>
      h('button', { type: 'button', role: 'tab', 'aria-selected': 'false', onclick: () => choose(i) }, tab[0]));
    const copy = h('button', { type: 'button', class: 'copy', onclick: copyText }, 'Copy');
    let current = 0;
    function choose(i) {
      current = i;
      buttons.forEach((button, at) => button.setAttribute('aria-selected', String(at === i)));
      clear(place).appendChild(code(tabs[i][1], tabs[i][2]));
    }
    function copyText() {
      if (navigator.clipboard) {
        navigator.clipboard.writeText(tabs[current][1]).then(() => { copy.textContent = 'Copied'; });
      } else {
        window.getSelection().selectAllChildren(place);
      }
    }
    choose(0);
    return [h('div', { class: 'tabs', role: 'tablist' }, buttons.concat(copy)), place];
  }

  // ---- Lineage of a column --------------------------------------------------------------------------------------

  let withConditions = null;

  /** The columns that a column is made of, and with conditions those that decide about the rows of its object. */
  function origins(n, conditions) {
    const found = usesTo.get(n) || [];
    const rows = node(objectOf(n), ROWS);
    return conditions && n !== rows ? found.concat((usesTo.get(rows) || [])) : found;
  }
  /** What a column is used for. Conditions on the rows of an object decide about the rows of its readers, too. */
  function readers(n, conditions) {
    if (columnOf(n) === ROWS) {
      return conditions ? sorted(readBy[objectOf(n)]).map(o => ({ from: n, to: node(o, ROWS), kind: data.direct })) : [];
    }
    return (usesFrom.get(n) || []).filter(use => conditions || columnOf(use.to) !== ROWS);
  }
  /** Follows the uses of a column in one direction. Returns them, and each object with its longest distance. */
  function follow(start, next, far) {
    const found = new Map([[start, []]]);
    const open = [start];
    while (open.length) {
      const n = open.pop();
      next(n).forEach(use => {
        found.get(n).push(use);
        if (!found.has(far(use))) {
          found.set(far(use), []);
          open.push(far(use));
        }
      });
    }
    const edges = new Map();
    found.forEach((list, n) => list.forEach(use => {
      const from = objectOf(n);
      const to = objectOf(far(use));
      if (from !== to) {
        append(edges, from, to);
      }
    }));
    const distance = new Map([[objectOf(start), 0]]);
    const order = [];
    const done = new Set();
    (function visit(o) {
      done.add(o);
      (edges.get(o) || []).forEach(other => {
        if (!done.has(other)) {
          visit(other);
        }
      });
      order.unshift(o);
    }(objectOf(start)));
    order.forEach(o => (edges.get(o) || []).forEach(other => {
      distance.set(other, Math.max(distance.get(other) || 0, distance.get(o) + 1));
    }));
    const uses = new Set();
    found.forEach(list => list.forEach(use => uses.add(use)));
    return { nodes: Array.from(found.keys()), uses: Array.from(uses), distance: distance };
  }
  function trace(start, conditions) {
    const up = follow(start, n => origins(n, conditions), use => use.from);
    const down = follow(start, n => readers(n, conditions), use => use.to);
    return { up: up, down: down, uses: up.uses.concat(down.uses) };
  }

  const CARD = 212;
  const GAP = 64;

  function lineageGraph(start, traced) {
    const cards = new Map();
    function card(o, depth) {
      if (!cards.has(o)) {
        cards.set(o, { o: o, depth: depth, columns: new Set() });
      }
      return cards.get(o);
    }
    card(objectOf(start), 0);
    traced.up.nodes.forEach(n => card(objectOf(n), -traced.up.distance.get(objectOf(n))).columns.add(columnOf(n)));
    traced.down.nodes.forEach(n => card(objectOf(n), traced.down.distance.get(objectOf(n))).columns.add(columnOf(n)));
    traced.uses.forEach(use => {
      cards.get(objectOf(use.from)).columns.add(columnOf(use.from));
      cards.get(objectOf(use.to)).columns.add(columnOf(use.to));
    });
    const levels = new Map();
    cards.forEach(c => append(levels, c.depth, c));
    const depths = Array.from(levels.keys()).sort((a, b) => a - b);
    const heightOf = c => 30 + 24 * c.columns.size;
    let height = 0;
    depths.slice().sort((a, b) => Math.abs(a) - Math.abs(b)).forEach(depth => {
      const inner = new Map();
      traced.uses.forEach(use => {
        const a = cards.get(objectOf(depth < 0 ? use.from : use.to));
        const b = cards.get(objectOf(depth < 0 ? use.to : use.from));
        if (a.depth === depth && b.y !== undefined && b !== a) {
          append(inner, a.o, b.y);
        }
      });
      const mean = c => (inner.get(c.o) || [0]).reduce((sum, y) => sum + y, 0) / (inner.get(c.o) || [0]).length;
      const level = levels.get(depth);
      level.sort((a, b) => mean(a) - mean(b) || a.o - b.o);
      let y = 0;
      level.forEach(c => {
        c.columns = Array.from(c.columns).sort((a, b) => (a === ROWS ? 1e6 : a) - (b === ROWS ? 1e6 : b));
        c.y = y;
        y += 30 + 24 * c.columns.length + 16;
      });
      level.height = y - 16;
      height = Math.max(height, level.height);
    });
    const left = depth => 16 + depths.indexOf(depth) * (CARD + GAP);
    const place = h('div');
    const lines = s('svg', {});
    place.appendChild(lines);
    depths.forEach(depth => levels.get(depth).forEach(c => {
      c.x = left(depth);
      c.y += 16 + (height - levels.get(depth).height) / 2;
      const rows = c.columns.map(column => h('a', {
        href: column === ROWS ? link(c.o) : link(c.o, column),
        'data-node': fullName(c.o) + '.' + columnName(node(c.o, column)),
        'aria-current': node(c.o, column) === start ? 'true' : null
      }, columnName(node(c.o, column))));
      place.appendChild(h('div', {
        class: 'card k' + objects[c.o].kind + (c.o === objectOf(start) ? ' start' : ''),
        style: 'left:' + c.x + 'px;top:' + Math.round(c.y) + 'px'
      }, [h('a', { href: link(c.o), title: fullName(c.o) }, shortName(c.o))].concat(rows)));
    }));
    traced.uses.forEach(use => {
      const a = cards.get(objectOf(use.from));
      const b = cards.get(objectOf(use.to));
      const x1 = a.x + CARD;
      const y1 = a.y + 30 + 24 * a.columns.indexOf(columnOf(use.from)) + 12;
      const x2 = b.x;
      const y2 = b.y + 30 + 24 * b.columns.indexOf(columnOf(use.to)) + 12;
      const bend = Math.max(30, (x2 - x1) / 2);
      lines.appendChild(s('path', {
        class: isDirect(use.kind) ? null : 'dash',
        'data-use': data.useKinds[use.kind],
        d: 'M' + x1 + ' ' + y1 + 'C' + (x1 + bend) + ' ' + y1 + ' ' + (x2 - bend) + ' ' + y2 + ' ' + x2 + ' ' + y2
      }));
    });
    const width = left(depths[depths.length - 1]) + CARD + 16;
    place.setAttribute('style', 'width:' + width + 'px;height:' + (height + 32) + 'px');
    lines.setAttribute('width', width);
    lines.setAttribute('height', height + 32);
    const graph = h('div', { class: 'graph', tabindex: '0', 'aria-label': 'Lineage' }, place);
    graph.startLeft = left(0) + CARD / 2;
    return graph;
  }

  function traceOf(o, c) {
    const start = node(o, c);
    const values = trace(start, false);
    const all = trace(start, true);
    const conditions = withConditions === null ? values.uses.length === 0 : withConditions;
    const traced = conditions ? all : values;
    const inner = h('div', { class: 'inner' });
    if (all.uses.length === 0) {
      inner.appendChild(h('p', { class: 'note' }, 'No query of this schema reads this column.'));
      return inner;
    }
    const more = all.uses.length - values.uses.length;
    const toggle = h('input', { type: 'checkbox', onchange: () => { withConditions = toggle.checked; showColumn(o, c); } });
    toggle.checked = conditions;
    inner.appendChild(h('div', { class: 'legend' }, [
      h('span', {}, [h('i'), 'becomes a value']), h('span', {}, [h('i', { class: 'dash' }), 'decides about rows or values']),
      more ? h('label', {}, [toggle, 'Show filters, joins and groupings (' + more + ')']) : null]));
    inner.appendChild(lineageGraph(start, traced));
    const computed = traced.up.nodes.concat(traced.down.nodes).filter((n, i, list) => list.indexOf(n) === i
      && columnOf(n) !== ROWS && objects[objectOf(n)].columns[columnOf(n)][5]);
    if (computed.length) {
      inner.appendChild(h('ul', { class: 'how' }, computed.map(n => h('li', {}, [
        h('a', { href: link(objectOf(n), columnOf(n)) }, shortName(objectOf(n)) + '.' + columnName(n)), ' ',
        h('code', {}, '= ' + objects[objectOf(n)].columns[columnOf(n)][5])]))));
    }
    return inner;
  }

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
        h('td', { class: 'col' }, h('a', { href: link(o, c) }, column[0])),
        typed ? h('td', { class: column[1].length < 24 ? 'type short' : 'type' }, column[1] + (column[2] & FLAG_NOT_NULL ? ' NOT NULL' : '')) : null,
        object.kind === 0 ? h('td', { class: 'value' }, column[3]) : null,
        h('td', {}, details),
        h('td', { class: 'uses' }, count ? plural(count, 'use') : '')]);
    });
    return h('div', { class: 'scroll' }, h('table', { class: 'columns' }, [
      h('thead', {}, h('tr', {}, [h('th', { 'aria-label': 'Key' }), h('th', { scope: 'col' }, 'Column'),
        typed ? h('th', { scope: 'col' }, 'Type') : null, object.kind === 0 ? h('th', { scope: 'col' }, 'Default') : null,
        h('th', { scope: 'col' }, 'Description'), h('th', { 'aria-label': 'Uses' })])),
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
  function measurementStats(measurements) {
    return h('div', { class: 'stats' }, measurements.map(fact => h('div', {}, [
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
        h('td', {}, h('code', {}, (own ? relation.fromColumns : relation.toColumns).join(', '))),
        h('td', {}, [own ? '→ ' : '← ', h('a', { href: link(other) }, columnsText(other, own ? relation.toColumns : relation.fromColumns))]),
        h('td', { class: 'note' }, (relation.declared ? ['foreign key'] : []).concat(relation.readers.length
          ? ['joined by ' + relation.readers.map(shortName).join(', ')] : []).join('; '))]);
    })));
  }
  function objectPage(o) {
    const object = objects[o];
    const parts = [
      h('header', { class: 'k' + object.kind }, [
        h('div', { class: 'kind' }, [kindMark(object.kind), data.kinds[object.kind][0]]),
        h('h1', {}, [object.name[0] ? h('span', { class: 'db' }, object.name[0] + '.') : null, object.name[1]]),
        object.comment ? h('p', { class: 'lead' }, object.comment) : null,
        h('div', { class: 'actions' }, [
          h('a', { href: '#/flow/' + encodeURIComponent(id(o)) }, 'Show in the data flow'),
          data.entities.boxes.some(box => box[0] === o)
            ? h('a', { href: '#/entities/' + encodeURIComponent(id(o)) }, 'Show among the entities') : null])])];
    if (object.measurements.length) {
      parts.push(measurementStats(object.measurements));
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
    const writers = sorted(reads[o]).filter(other => objects[other].kind === QUERY);
    const sources = sorted(reads[o]).filter(other => objects[other].kind !== QUERY);
    [['Reads', sources], ['Written by', writers], [object.kind === QUERY ? 'Writes' : 'Read by', sorted(readBy[o])]].forEach(list => {
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
    if (object.migrations.length) {
      parts.push(section('Migrations', [migrationList(object.migrations.map(i => data.migrations[i]))]));
    }
    return h('article', { class: 'content' }, parts);
  }
  function migrationList(migrations) {
    return h('ol', { class: 'migrations' }, migrations.map(migration => h('li', {}, [
      migration.sql ? h('span', { class: 'num', title: 'repeatable migration' }, '\u21bb') : h('span', { class: 'num' }, migration.name.slice(0, 5)),
      h('span', {}, migration.title)])));
  }
  const LISTED = 100;

  function objectTable(list) {
    const body = h('tbody');
    function add(some) {
      some.forEach(o => body.appendChild(h('tr', {}, [
        h('td', {}, h('a', { class: 'k' + objects[o].kind, href: link(o) }, [kindMark(objects[o].kind), shortName(o)])),
        h('td', {}, objects[o].comment),
        h('td', { class: 'n' }, plural(objects[o].columns.length, 'column')),
        h('td', { class: 'n' }, readBy[o].size ? plural(readBy[o].size, 'reader') : '')])));
    }
    add(list.slice(0, LISTED));
    const table = h('table', { class: 'objects' }, body);
    if (list.length <= LISTED) {
      return [table];
    }
    const button = h('button', { type: 'button', class: 'all', onclick: () => { add(list.slice(LISTED)); button.remove(); } },
      'Show all ' + list.length);
    return [table, h('div', { class: 'tabs' }, button)];
  }
  function overview() {
    const recorded = data.migrations.filter(migration => !migration.sql);
    const repeatable = data.migrations.filter(migration => migration.sql);
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
        parts.push(section(kind[1], objectTable(ofKind[k])));
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
      parts.push(section('Migrations', [migrationList(recorded.slice().reverse())]));
    }
    if (repeatable.length) {
      parts.push(section('Repeatable migrations', [h('p', {}, data.repetition)].concat(repeatable.map(migration => h('div', {}, [
        h('h3', {}, [migration.name, migration.title === migration.name ? '' : ' \u00b7 ' + migration.title]),
        code(migration.sql, 'sql')])))));
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

  // ---- Diagrams -------------------------------------------------------------------------------------------------

  function diagram(layout, draw, arrows, empty, legend) {
    const content = s('g', {});
    const svg = s('svg', { tabindex: '0', role: 'group', 'aria-label': 'Diagram' }, [
      s('defs', {}, [
        s('marker', { id: 'tip', viewBox: '0 0 8 8', refX: '7.5', refY: '4', markerWidth: '7', markerHeight: '7', orient: 'auto-start-reverse' },
          s('path', { class: 'tip', d: 'M0 0.500L8 4L0 7.500z' }))]),
      content]);
    const canvas = h('div', { class: 'canvas' }, svg);
    if (layout.boxes.length === 0) {
      canvas.appendChild(h('p', { class: 'empty' }, empty));
      return { element: canvas, ready: () => {} };
    }
    let scale = 1;
    let left = 0;
    let top = 0;
    function move() {
      content.setAttribute('transform', 'translate(' + left.toFixed(1) + ' ' + top.toFixed(1) + ') scale(' + scale.toFixed(4) + ')');
    }
    const width = () => canvas.clientWidth || 1000;
    const height = () => canvas.clientHeight || 700;
    function zoom(factor, x, y) {
      const next = Math.min(2.5, Math.max(.04, scale * factor));
      left = x - (x - left) * next / scale;
      top = y - (y - top) * next / scale;
      scale = next;
      move();
    }
    function fit() {
      scale = Math.min(1.15, (width() - 60) / layout.width, (height() - 100) / layout.height);
      left = (width() - layout.width * scale) / 2;
      top = Math.max(24, (height() - 50 - layout.height * scale) / 2);
      move();
    }
    /** The whole diagram, if its texts are readable then; otherwise its beginning. */
    function begin() {
      fit();
      if (scale < .45) {
        scale = Math.max(scale, Math.min(.7, (width() - 60) / layout.width));
        scale = Math.max(scale, .45);
        left = Math.max(30, (width() - layout.width * scale) / 2);
        top = 30;
        move();
      }
    }
    function center(o) {
      const box = layout.boxes.find(one => one[0] === o);
      if (box) {
        scale = Math.max(.8, Math.min(1, scale));
        left = width() / 2 - (box[1] + box[3] / 2) * scale;
        top = height() / 2 - (box[2] + box[4] / 2) * scale;
        move();
      }
    }

    const elements = new Map();
    const lines = [];
    arrows.forEach(arrow => {
      lines.push({ from: arrow.from, to: arrow.to, element: content.appendChild(arrow.element) });
    });
    layout.boxes.forEach(box => {
      const element = draw(box);
      elements.set(box[0], element);
      element.addEventListener('mouseenter', () => focus(box[0]));
      element.addEventListener('mouseleave', () => focus(shown.diagram));
      element.addEventListener('focus', () => focus(box[0]));
      element.addEventListener('click', () => {
        if (!dragged) {
          location.hash = link(box[0]);
        }
      });
      element.addEventListener('keydown', event => {
        if (event.key === 'Enter') {
          location.hash = link(box[0]);
        }
      });
      content.appendChild(element);
    });
    /** Emphasizes a box with everything that it is made of, and everything that is made of it. */
    function focus(o) {
      const on = new Set();
      if (o !== null && elements.has(o)) {
        on.add(o);
        [['from', 'to'], ['to', 'from']].forEach(ends => {
          const open = [o];
          const seen = new Set(open);
          while (open.length) {
            const at = open.pop();
            (layout.transitive || at === o ? lines : []).forEach(line => {
              if (line[ends[0]] === at && !seen.has(line[ends[1]])) {
                seen.add(line[ends[1]]);
                on.add(line[ends[1]]);
                open.push(line[ends[1]]);
              }
            });
          }
          lines.forEach(line => { line.on = (ends[0] === 'to' && line.on) || (seen.has(line.from) && seen.has(line.to)
            && (layout.transitive || line.from === o || line.to === o)); });
        });
      }
      mark(svg, 'focused', on.size > 0);
      elements.forEach((element, other) => mark(element, 'on', on.has(other)));
      lines.forEach(line => mark(line.element, 'on', on.size > 0 && line.on));
    }

    let dragged = false;
    const pointers = new Map();
    let apart = 0;
    function distance() {
      const two = Array.from(pointers.values());
      return Math.hypot(two[0].x - two[1].x, two[0].y - two[1].y);
    }
    svg.addEventListener('pointerdown', event => {
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, startX: event.clientX, startY: event.clientY });
      dragged = false;
      apart = pointers.size === 2 ? distance() : 0;
    });
    svg.addEventListener('pointermove', event => {
      const pointer = pointers.get(event.pointerId);
      if (!pointer) {
        return;
      }
      const dx = event.clientX - pointer.x;
      const dy = event.clientY - pointer.y;
      pointer.x = event.clientX;
      pointer.y = event.clientY;
      if (pointers.size === 2) {
        const now = distance();
        const area = svg.getBoundingClientRect();
        zoom(now / apart, event.clientX - area.left, event.clientY - area.top);
        apart = now;
        dragged = true;
      } else if (dragged || Math.hypot(event.clientX - pointer.startX, event.clientY - pointer.startY) > 4) {
        if (!dragged) {
          dragged = true;
          svg.setPointerCapture(event.pointerId);
          svg.classList.add('grabbing');
        }
        left += dx;
        top += dy;
        move();
      }
    });
    ['pointerup', 'pointercancel'].forEach(name => svg.addEventListener(name, event => {
      pointers.delete(event.pointerId);
      svg.classList.remove('grabbing');
    }));
    svg.addEventListener('wheel', event => {
      event.preventDefault();
      const area = svg.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * (event.ctrlKey ? .01 : .0016)), event.clientX - area.left, event.clientY - area.top);
    }, { passive: false });
    svg.addEventListener('keydown', event => {
      const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
      if (steps[event.key]) {
        left += steps[event.key][0];
        top += steps[event.key][1];
        move();
        event.preventDefault();
      } else if (event.key === '+' || event.key === '=') {
        zoom(1.25, width() / 2, height() / 2);
      } else if (event.key === '-') {
        zoom(.8, width() / 2, height() / 2);
      } else if (event.key === '0') {
        fit();
      }
    });
    canvas.appendChild(h('div', { class: 'key-of-kinds' }, legend));
    canvas.appendChild(h('div', { class: 'tools' }, [
      h('button', { type: 'button', 'aria-label': 'Zoom in', onclick: () => zoom(1.25, width() / 2, height() / 2) }, '+'),
      h('button', { type: 'button', 'aria-label': 'Zoom out', onclick: () => zoom(.8, width() / 2, height() / 2) }, '−'),
      h('button', { type: 'button', 'aria-label': 'Show all', title: 'Show all', onclick: fit }, '⤢')]));
    return {
      element: canvas,
      ready: o => {
        begin();
        if (o !== null) {
          center(o);
          elements.get(o).classList.add('at');
        }
        focus(o);
      }
    };
  }
  function cut(text, width, letter) {
    const most = Math.floor(width / letter);
    return text.length > most ? text.slice(0, most - 1) + '…' : text;
  }
  function boxElement(box, children) {
    const o = box[0];
    return s('g', {
      class: 'box k' + objects[o].kind, transform: 'translate(' + box[1] + ' ' + box[2] + ')', tabindex: '0', role: 'link',
      'aria-label': data.kinds[objects[o].kind][0] + ' ' + fullName(o), 'data-object': fullName(o)
    }, [
      s('title', {}, fullName(o) + (objects[o].comment ? '\n' + objects[o].comment : '')),
      s('rect', { class: 'back', width: box[3], height: box[4], rx: 6 })].concat(children));
  }
  function kindShape(kind, y) {
    if (kind === 1) {
      return s('circle', { class: 'mark', cx: 15, cy: y, r: 4.5, fill: 'var(--kind)' });
    }
    return kind === 2
      ? s('rect', { class: 'mark', x: 11, y: y - 4, width: 8, height: 8, transform: 'rotate(45 15 ' + y + ')' })
      : kind === 3 ? s('rect', { class: 'mark', x: 10, y: y - 2.5, width: 10, height: 5, rx: 2.5 })
        : kind === 4 ? s('rect', { x: 11.5, y: y - 3.5, width: 7, height: 7, fill: 'none', stroke: 'var(--kind)', 'stroke-width': 2 })
          : s('rect', { class: 'mark', x: 10.5, y: y - 4.5, width: 9, height: 9, rx: 2 });
  }
  function curve(points) {
    let d = 'M' + points[0][0] + ' ' + points[0][1];
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1];
      const b = points[i];
      const bend = (b[0] - a[0]) / 2;
      d += 'C' + (a[0] + bend) + ' ' + a[1] + ' ' + (b[0] - bend) + ' ' + b[1] + ' ' + b[0] + ' ' + b[1];
    }
    return d;
  }
  function kindsOf(boxes) {
    return data.kinds.map((kind, k) => boxes.some(box => objects[box[0]].kind === k)
      ? h('span', { class: 'k' + k }, [kindMark(k), kind[1]]) : null);
  }
  function flow() {
    const layout = data.flow;
    layout.transitive = true;
    const at = new Map(layout.boxes.map(box => [box[0], box]));
    const arrows = layout.arrows.map(arrow => {
      const a = at.get(arrow[0]);
      const b = at.get(arrow[1]);
      const points = [[a[1] + a[3], a[2] + a[4] / 2]].concat(arrow[2], [[b[1], b[2] + b[4] / 2]]);
      return { from: arrow[0], to: arrow[1], element: s('path', {
        class: 'arrow', d: curve(points), 'marker-end': 'url(#tip)', 'marker-start': arrow[3] ? 'url(#tip)' : null
      }) };
    });
    return diagram(layout, box => boxElement(box, [
      kindShape(objects[box[0]].kind, box[4] / 2),
      s('text', { x: 29, y: box[4] / 2 + 4.5 }, cut(shortName(box[0]), box[3] - 38, data.letter))]),
    arrows, 'This schema has no objects.', kindsOf(layout.boxes));
  }
  const ROW = 20;
  const HEAD = 34;

  function entities() {
    const layout = data.entities;
    const at = new Map(layout.boxes.map(box => [box[0], box]));
    function end(o, column, right) {
      const box = at.get(o);
      const row = box[5].indexOf(column);
      const y = row < 0 ? HEAD / 2 : HEAD + 4 + row * ROW + ROW / 2;
      return [box[1] + (right ? box[3] : 0), box[2] + y];
    }
    const arrows = layout.arrows.map(arrow => {
      const relation = data.relationships[arrow[0]];
      const one = at.get(relation.to);
      const many = at.get(relation.from);
      const toRight = one[1] + one[3] <= many[1];
      const toLeft = many[1] + many[3] <= one[1];
      const foot = (x, y, length) => 'M' + x + ' ' + (y - 5) + 'L' + (x + length) + ' ' + y + 'L' + x + ' ' + (y + 5);
      let d = '';
      let ends = '';
      relation.fromIndexes.forEach((column, i) => {
        const a = end(relation.to, relation.toIndexes[i], !toLeft);
        const b = end(relation.from, column, toLeft || !toRight);
        const x = Math.max(a[0], b[0]) + 40;
        d += toLeft || toRight ? curve([a].concat(toLeft ? arrow[1].slice().reverse() : arrow[1], [b]))
          : 'M' + a[0] + ' ' + a[1] + 'C' + x + ' ' + a[1] + ' ' + x + ' ' + b[1] + ' ' + b[0] + ' ' + b[1];
        const stop = a[0] + (toLeft ? -7 : 7);
        ends += foot(b[0], b[1], toRight ? -9 : 9) + (relation.unique ? 'M' + stop + ' ' + (a[1] - 5) + 'L' + stop + ' ' + (a[1] + 5)
          : foot(a[0], a[1], toLeft ? -9 : 9));
      });
      return { from: relation.from, to: relation.to, element: s('g', { class: 'arrow' }, [
        s('title', {}, columnsText(relation.from, relation.fromColumns) + ' = ' + columnsText(relation.to, relation.toColumns)),
        s('path', { class: relation.declared ? null : 'dash', d: d }), s('path', { d: ends })]) };
    });
    const hidden = objects.filter(object => object.kind === 0).length - layout.boxes.filter(box => objects[box[0]].kind === 0).length;
    return diagram(layout, box => {
      const object = objects[box[0]];
      const rows = box[5].map((c, i) => {
        const column = object.columns[c];
        const y = HEAD + 4 + i * ROW + 14;
        const name = cut(column[0], box[3] - 40, 6.4);
        const rest = box[3] - 52 - name.length * 6.6;
        return s('g', {}, [
          column[2] & FLAG_KEY ? s('g', { class: column[2] & FLAG_UNIQUE ? 'key unique' : 'key', transform: 'translate(9 ' + (y - 11) + ') scale(.85)' }, keyMark(column[2]).lastChild) : null,
          s('text', { class: 'c', x: 27, y: y }, name),
          rest > 30 ? s('text', { class: 't', x: box[3] - 10, y: y, 'text-anchor': 'end' }, cut(column[1], rest, 6.7)) : null]);
      });
      const more = object.columns.length - box[5].length;
      return boxElement(box, [
        kindShape(object.kind, HEAD / 2),
        s('text', { x: 29, y: HEAD / 2 + 4.5 }, cut(shortName(box[0]), box[3] - 38, data.letter)),
        s('line', { x1: 0, x2: box[3], y1: HEAD, y2: HEAD })].concat(rows, [
        more || object.group ? s('text', { class: 'g', x: 27, y: HEAD + 4 + box[5].length * ROW + 14 },
          (more ? '+ ' + plural(more, 'column') : '') + (more && object.group ? ' · ' : '')
            + (object.group ? 'colocated in ' + object.group : '')) : null]));
    }, arrows, 'No relationships are known: no query joins tables by equal columns, and no foreign key is declared.', [
      h('span', {}, [h('i'), 'foreign key']), h('span', {}, [h('i', { class: 'dash' }), 'joined by queries']),
      hidden ? h('span', {}, plural(hidden, 'table') + ' without relationships not shown') : null]);
  }

  // ---- The list of objects --------------------------------------------------------------------------------------

  function drawSide() {
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
        const links = Array.from(side.querySelectorAll('details[open] a'));
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
    document.getElementById('menu').setAttribute('aria-expanded', String(open));
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
  function find(text) {
    const words = text.toLowerCase().split(/\s+/).filter(word => word);
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
    const words = search.value.toLowerCase().split(/\s+/).filter(word => word);
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
    const view = path[0] === '' ? 'overview' : path[0] === 'flow' || path[0] === 'entities' ? path[0] : 'object';
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
    if (view === 'object') {
      markSide(null);
      document.title = data.title;
      main.appendChild(h('div', { class: 'content' }, [h('h1', {}, 'Not found'),
        h('p', { class: 'lead' }, 'This schema has no object ' + path[0] + '.'), h('p', {}, h('a', { href: '#/' }, 'All objects'))]));
    } else if (view === 'overview') {
      markSide(null);
      document.title = data.title;
      main.appendChild(overview());
    } else {
      const o = path[1] !== undefined && byId.has(path[1]) ? byId.get(path[1]) : null;
      const drawn = view === 'flow' ? flow() : entities();
      shown.diagram = o;
      markSide(o);
      document.title = (view === 'flow' ? 'Data flow' : 'Entities') + ' – ' + data.title;
      main.appendChild(drawn.element);
      drawn.ready(o);
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
  document.getElementById('menu').addEventListener('click', () => openSide(!side.classList.contains('open')));
  document.getElementById('title').textContent = data.title;
  drawSide();
  window.addEventListener('hashchange', route);
  window.addEventListener('beforeprint', () => {
    if (shown.object === null && main.querySelector('.canvas') === null) {
      main.appendChild(h('div', { id: 'printed' }, objects.map((object, o) => objectPage(o))));
    }
    main.querySelectorAll('details').forEach(folded => folded.setAttribute('open', ''));
  });
  window.addEventListener('afterprint', () => {
    const printed = document.getElementById('printed');
    if (printed) {
      printed.remove();
    }
  });
  route();
  first = false;
}());
