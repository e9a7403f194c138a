// ---- The data -------------------------------------------------------------------------------------------------

const data = JSON.parse(document.getElementById('data').textContent);
const objects = data.objects.map(object => ({
  comment: '', facts: [], statistics: [], sql: '', java: '', group: '',
  ...object,
  columns: (object.columns || []).map(([name, type, flags, standard = '', comment = '', expression = '']) =>
    [name, type, flags, standard, comment, expression]),
  properties: data.properties[object.properties]
}));
const QUERY = data.kinds.findIndex(kind => kind[0] === 'query');
const ROLE = data.kinds.findIndex(kind => kind[0] === 'role');
const CLUSTER = data.kinds.findIndex(kind => kind[0] === 'cluster object');
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
const migrationsOf = new Map();

function fullName(o) {
  return objects[o].name[0] ? objects[o].name[0] + '.' + objects[o].name[1] : objects[o].name[1];
}
function shortName(o) {
  return objects[o].name[0] === data.database ? objects[o].name[1] : fullName(o);
}
/** Whether an object writes the rows of tables. */
function isWriter(o) {
  return objects[o].kind === QUERY || objects[o].kind === CLUSTER;
}
/** Whether the data flow contains an object: roles, and cluster objects without a table, have none. */
function isInFlow(o) {
  return objects[o].kind !== ROLE && (objects[o].kind !== CLUSTER || reads[o].size + readBy[o].size > 0);
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
data.migrations.forEach((migration, i) => migration.changes.forEach(change => {
  append(migrationsOf, node(change[0], ROWS), i);
  change.slice(1).forEach(c => append(migrationsOf, node(change[0], c), i));
}));
function isDirect(kind) {
  return kind < data.direct;
}
