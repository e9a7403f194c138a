// ---- Layout ---------------------------------------------------------------------------------------------------

const BOX_GAP = 12;
const WAY_GAP = 8;
const COLUMN_GAP = 76;
const PART_GAP = 40;
const SWEEPS = 8;

const FONTS = { name: ['560 13px ', null], column: ['12px ', null], type: ['11px ', '--mono'], note: ['11px ', null] };
const measured = new Map();
let brush = null;

/** The width of a text in one of the fonts of the diagrams. */
function widthOf(text, font) {
  const key = font + ' ' + text;
  if (!measured.has(key)) {
    brush = brush || document.createElement('canvas').getContext('2d');
    const family = FONTS[font][1] ? getComputedStyle(root).getPropertyValue(FONTS[font][1]) : getComputedStyle(document.body).fontFamily;
    if (brush) {
      brush.font = FONTS[font][0] + (family || 'sans-serif');
    }
    measured.set(key, brush && brush.measureText(text).width || text.length * 7.5);
  }
  return measured.get(key);
}
/** The beginning of a text that a width has room for. */
function cut(text, width, font) {
  let most = text.length;
  while (most > 1 && widthOf(most < text.length ? text.slice(0, most) + '…' : text, font) > width) {
    most--;
  }
  return most < text.length ? text.slice(0, most) + '…' : text;
}

/**
 * Places boxes in columns from left to right, so that arrows lead to the right, cross rarely, and pass between boxes. Connected boxes
 * are placed together; what is higher than the aspect of the canvas allows continues in a further column; boxes without arrows fill a
 * grid below. Loose arrows do not count. Each box gets x, y and the width of its column, each arrow the points through which it passes.
 */
function place(boxes, arrows, aspect) {
  const nodes = new Map(boxes.map(box => [box.key, { box: box, height: box.height, next: [], previous: [], part: 0, bends: [] }]));
  arrows.forEach(arrow => {
    arrow.bends = [];
    if (arrow.from !== arrow.to && !arrow.loose) {
      nodes.get(arrow.from).next.push(nodes.get(arrow.to));
      nodes.get(arrow.to).previous.push(nodes.get(arrow.from));
    }
  });
  const all = Array.from(nodes.values());
  const alone = all.filter(one => !one.next.length && !one.previous.length);
  const parts = [];
  all.filter(one => one.next.length || one.previous.length).forEach(start => {
    if (!start.part) {
      const members = [start];
      start.part = parts.length + 1;
      for (let i = 0; i < members.length; i++) {
        members[i].next.concat(members[i].previous).forEach(one => {
          if (!one.part) {
            one.part = start.part;
            members.push(one);
          }
        });
      }
      parts.push(members);
    }
  });
  const placed = parts.map(members => placePart(members, aspect));
  const size = pack(placed, alone, aspect, arrows.some(arrow => arrow.loose) ? PART_GAP : BOX_GAP);
  arrows.filter(arrow => !arrow.loose).forEach(arrow => {
    const from = nodes.get(arrow.from);
    const to = nodes.get(arrow.to);
    const early = from.column <= to.column ? from : to;
    const late = early === from ? to : from;
    let points = [];
    for (let c = early.column + 1; c < late.column; c++) {
      const way = early.ways[c];
      points = points.concat([[way.x, way.y], [way.x + way.width, way.y]]);
    }
    arrow.bends = early === from ? points : points.reverse();
  });
  return size;
}
/** Turns arrows around that would close a cycle, and gives each node the number of its layer. */
function assignLayers(members) {
  const order = [];
  members.forEach(start => {
    const path = start.state ? [] : [{ node: start, at: 0 }];
    start.state = start.state || 1;
    while (path.length) {
      const top = path[path.length - 1];
      const target = top.node.next[top.at];
      if (!target) {
        top.node.state = 2;
        order.unshift(path.pop().node);
      } else if (target.state === 1) {
        top.node.next.splice(top.at, 1);
        target.previous.splice(target.previous.indexOf(top.node), 1);
        target.next.push(top.node);
        top.node.previous.push(target);
      } else {
        top.at++;
        if (!target.state) {
          target.state = 1;
          path.push({ node: target, at: 0 });
        }
      }
    }
  });
  order.forEach(one => { one.layer = one.previous.reduce((most, before) => Math.max(most, before.layer + 1), 0); });
  order.filter(one => !one.previous.length).forEach(one => {
    one.layer = one.next.reduce((least, after) => Math.min(least, after.layer), Infinity) - 1;
  });
}
function placePart(members, aspect) {
  assignLayers(members);
  const first = members.reduce((least, one) => Math.min(least, one.layer), Infinity);
  const layers = [];
  members.forEach(one => {
    (layers[one.layer - first] = layers[one.layer - first] || []).push(one);
  });
  layers.forEach((layer, l) => layer.forEach((one, i) => { one.position = i / layer.length; one.layer = l; }));
  for (let i = 0; i < SWEEPS; i++) {
    layers.forEach(layer => sortBy(layer, i % 2 ? 'next' : 'previous'));
  }
  const columns = split(layers, aspect);
  addWays(columns);
  for (let i = 0; i < 2 * SWEEPS; i++) {
    (i % 2 ? columns.slice().reverse() : columns).forEach(column => sortBy(column, i % 2 ? 'right' : 'left'));
  }
  let x = 0;
  columns.forEach(column => {
    const width = column.reduce((most, one) => Math.max(most, one.box ? one.box.width : 0), 0);
    let y = 0;
    column.forEach(one => {
      one.x = x;
      one.width = width;
      one.y = y;
      y += one.height + gap(one);
    });
    x += width + COLUMN_GAP;
  });
  for (let i = 0; i < SWEEPS; i++) {
    (i % 2 ? columns.slice().reverse() : columns).forEach(column => align(column, i % 2 ? 'right' : 'left'));
  }
  columns.forEach(column => align(column, 'both'));
  const every = columns.reduce((some, column) => some.concat(column), []);
  const top = every.reduce((least, one) => Math.min(least, one.y), Infinity);
  every.forEach(one => { one.y -= top; });
  return {
    nodes: every, width: x - COLUMN_GAP,
    height: every.reduce((most, one) => Math.max(most, one.y + one.height), 0)
  };
}
function gap(one) {
  return one.box ? BOX_GAP : WAY_GAP;
}
/** Orders a column by the mean position of the neighbours on one side. */
function sortBy(column, side) {
  column.forEach((one, i) => {
    const neighbours = one[side];
    one.wanted = neighbours.length
      ? neighbours.reduce((sum, other) => sum + other.position, 0) / neighbours.length : one.position;
    one.rank = i;
  });
  column.sort((a, b) => a.wanted - b.wanted || a.rank - b.rank);
  column.forEach((one, i) => { one.position = (i + .5) / column.length; });
}
/** Splits high layers into columns, with the height for which the whole is shown largest. */
function split(layers, aspect) {
  const heights = layers.map(layer => layer.reduce((sum, one) => sum + one.height + BOX_GAP, 0));
  const widths = layers.map(layer => layer.reduce((most, one) => Math.max(most, one.box.width), 0) + COLUMN_GAP);
  const highest = Math.max.apply(null, heights);
  let best = Infinity;
  let chosen = highest;
  for (let parts = 1; parts <= 24; parts++) {
    const limit = highest / parts;
    const width = heights.reduce((sum, height, l) => sum + Math.ceil(height / limit - .01) * widths[l], 0);
    const size = Math.max(width / aspect, limit);
    if (size < best * .97) {
      best = size;
      chosen = limit;
    }
  }
  const columns = [];
  layers.forEach((layer, l) => {
    const count = Math.min(layer.length, Math.ceil(heights[l] / chosen - .01));
    for (let i = 0; i < count; i++) {
      columns.push(layer.slice(Math.round(i * layer.length / count), Math.round((i + 1) * layer.length / count)));
    }
  });
  columns.forEach((column, c) => column.forEach((one, i) => {
    one.column = c;
    one.position = (i + .5) / column.length;
    one.left = [];
    one.right = [];
    one.ways = [];
  }));
  return columns;
}
/** Adds a way through each column that arrows pass: all arrows of a box share it. */
function addWays(columns) {
  columns.slice().forEach((column, c) => column.filter(one => one.box).forEach(one => one.next.forEach(target => {
    let last = one;
    for (let i = c + 1; i < target.column; i++) {
      if (!one.ways[i]) {
        one.ways[i] = { height: 0, position: one.position, column: i, left: [], right: [] };
        columns[i].push(one.ways[i]);
        join(last, one.ways[i]);
      }
      last = one.ways[i];
    }
    join(last, target);
  })));
}
function join(left, right) {
  left.right.push(right);
  right.left.push(left);
}
/** Moves the boxes of a column as near as possible to the neighbours on one side, in their order and without overlaps. */
function align(column, side) {
  const blocks = [];
  let offset = 0;
  column.forEach(one => {
    const neighbours = side === 'both' ? one.left.concat(one.right) : one[side];
    const wanted = neighbours.length
      ? neighbours.reduce((sum, other) => sum + other.y + other.height / 2, 0) / neighbours.length - one.height / 2 : one.y;
    let block = { sum: wanted - offset, count: 1, nodes: [[one, offset]] };
    while (blocks.length && blocks[blocks.length - 1].sum / blocks[blocks.length - 1].count > block.sum / block.count) {
      const before = blocks.pop();
      block = { sum: before.sum + block.sum, count: before.count + block.count, nodes: before.nodes.concat(block.nodes) };
    }
    blocks.push(block);
    offset += one.height + gap(one);
  });
  blocks.forEach(block => block.nodes.forEach(pair => { pair[0].y = block.sum / block.count + pair[1]; }));
}
/** Places the parts in rows, the highest first, and the boxes without arrows below. */
function pack(parts, alone, aspect, space) {
  const area = parts.reduce((sum, part) => sum + (part.width + PART_GAP) * (part.height + PART_GAP), 0)
    + alone.reduce((sum, one) => sum + (one.box.width + space) * (one.height + space), 0);
  const widest = parts.reduce((most, part) => Math.max(most, part.width), 0);
  const column = alone.reduce((most, one) => Math.max(most, one.box.width), 0) + space;
  const room = Math.max(widest, parts.length ? Math.sqrt(area * aspect) : Math.ceil(Math.sqrt(area * aspect) / column) * column);
  let x = 0;
  let y = 0;
  let row = 0;
  let width = 0;
  function put(size, distance) {
    if (x > 0 && x + size.width > room) {
      x = 0;
      y += row + distance;
      row = 0;
    }
    const at = [x, y];
    x += size.width + distance;
    width = Math.max(width, x - distance);
    row = Math.max(row, size.height);
    return at;
  }
  parts.slice().sort((a, b) => b.height - a.height).forEach(part => {
    const at = put(part, PART_GAP);
    part.nodes.forEach(one => {
      one.x += at[0];
      one.y += at[1];
      if (one.box) {
        one.box.x = Math.round(one.x);
        one.box.y = Math.round(one.y);
        one.box.width = one.width;
      }
    });
  });
  if (parts.length && alone.length) {
    y += row + PART_GAP;
    x = 0;
    row = 0;
  }
  alone.forEach(one => {
    const at = put({ width: column - space, height: one.height }, space);
    one.box.x = Math.round(at[0]);
    one.box.y = Math.round(at[1]);
    one.box.width = column - space;
  });
  return { width: width, height: y + row };
}
