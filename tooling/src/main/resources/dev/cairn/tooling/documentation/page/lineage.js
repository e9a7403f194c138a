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
const HEADING = 30;
const LINE = 24;
const LANE = 8;
const SPACE = 16;

/** The cards of the objects in levels from left to right. An arrow past a level has a lane between its cards. */
function lineageGraph(start, traced) {
  const cards = new Map();
  function add(n, depth) {
    if (!cards.has(objectOf(n))) {
      cards.set(objectOf(n), { o: objectOf(n), depth: depth, columns: new Set(), neighbours: [] });
    }
    cards.get(objectOf(n)).columns.add(columnOf(n));
  }
  traced.up.nodes.forEach(n => add(n, -traced.up.distance.get(objectOf(n))));
  traced.down.nodes.forEach(n => add(n, traced.down.distance.get(objectOf(n))));
  const lanes = new Map();
  const laneKey = (a, b) => a.o + '>' + b.o;
  traced.uses.forEach(use => {
    const a = cards.get(objectOf(use.from));
    const b = cards.get(objectOf(use.to));
    if (!lanes.has(laneKey(a, b))) {
      const between = [];
      for (let depth = a.depth + 1; depth < b.depth; depth++) {
        between.push({ o: a.o, depth: depth, columns: [], neighbours: [], lane: true });
      }
      lanes.set(laneKey(a, b), between);
      [a].concat(between, [b]).forEach((item, i, all) => {
        if (i) {
          item.neighbours.push(all[i - 1]);
          all[i - 1].neighbours.push(item);
        }
      });
    }
  });
  const levels = new Map();
  cards.forEach(card => append(levels, card.depth, card));
  lanes.forEach(between => between.forEach(lane => append(levels, lane.depth, lane)));
  const depths = Array.from(levels.keys()).sort((a, b) => a - b);
  const left = depth => SPACE + depths.indexOf(depth) * (CARD + GAP);
  const heights = new Map();
  depths.slice().sort((a, b) => Math.abs(a) - Math.abs(b)).forEach(depth => {
    const mean = item => {
      const placed = item.neighbours.filter(other => other.y !== undefined);
      return placed.length ? placed.reduce((sum, other) => sum + other.y, 0) / placed.length : 0;
    };
    const level = levels.get(depth);
    level.forEach(item => { item.mean = mean(item); });
    level.sort((a, b) => a.mean - b.mean || a.o - b.o);
    let y = 0;
    level.forEach(item => {
      item.columns = Array.from(item.columns).sort((a, b) => (a === ROWS ? 1e6 : a) - (b === ROWS ? 1e6 : b));
      item.x = left(depth);
      item.y = y;
      y += (item.lane ? LANE : HEADING + LINE * item.columns.length) + SPACE;
    });
    heights.set(depth, y - SPACE);
  });
  const height = Math.max.apply(null, Array.from(heights.values()));
  const place = h('div');
  const lines = s('svg', {});
  place.appendChild(lines);
  depths.forEach(depth => levels.get(depth).forEach(item => {
    item.y += SPACE + (height - heights.get(depth)) / 2;
    if (item.lane) {
      return;
    }
    const rows = item.columns.map(column => h('a', {
      href: column === ROWS ? link(item.o) : link(item.o, column),
      'data-node': fullName(item.o) + '.' + columnName(node(item.o, column)),
      'aria-current': node(item.o, column) === start ? 'true' : null
    }, columnName(node(item.o, column))));
    place.appendChild(h('div', {
      class: 'card k' + objects[item.o].kind + (item.o === objectOf(start) ? ' start' : ''),
      style: 'left:' + item.x + 'px;top:' + Math.round(item.y) + 'px'
    }, [h('a', { href: link(item.o), title: fullName(item.o) }, shortName(item.o))].concat(rows)));
  }));
  traced.uses.forEach(use => {
    const a = cards.get(objectOf(use.from));
    const b = cards.get(objectOf(use.to));
    const middle = (card, n) => card.y + HEADING + LINE * card.columns.indexOf(columnOf(n)) + LINE / 2;
    const points = [[a.x + CARD, middle(a, use.from)]];
    lanes.get(laneKey(a, b)).forEach(lane =>
      points.push([lane.x, lane.y + LANE / 2], [lane.x + CARD, lane.y + LANE / 2]));
    points.push([b.x, middle(b, use.to)]);
    lines.appendChild(s('path', {
      class: isDirect(use.kind) ? null : 'dash', 'data-use': data.useKinds[use.kind], d: curve(points)
    }));
  });
  const width = left(depths[depths.length - 1]) + CARD + SPACE;
  place.setAttribute('style', 'width:' + width + 'px;height:' + (height + 2 * SPACE) + 'px');
  lines.setAttribute('width', width);
  lines.setAttribute('height', height + 2 * SPACE);
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
  const changed = migrationsOf.has(start)
    ? h('div', { class: 'changed' }, [h('h3', {}, 'Changed by'), migrationList(migrationsOf.get(start))]) : null;
  if (all.uses.length === 0) {
    return fill(inner, {}, [h('p', { class: 'note' }, 'No query of this schema reads this column.'), changed]);
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
  return fill(inner, {}, changed);
}
