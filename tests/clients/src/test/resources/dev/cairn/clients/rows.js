// What the scripts for Node share: rows as lines of tab-separated texts, and the operation that the arguments name.
'use strict';

const fs = require('fs');

const columns = ['id', 'flag', 'small', 'big', 'large', 'price', 'ratio', 'born', 'seen', 'word'];
exports.columns = columns;

const unescape = (value) =>
  value === '\\N' ? null : value.replace(/\\(.)/g, (_, next) => ({ t: '\t', n: '\n' })[next] ?? next);

const escape = (value) =>
  value === null ? '\\N' : String(value).replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n');

// BIGINT, LARGEINT and DECIMAL stay texts, because a number of JavaScript is a DOUBLE.
exports.input = () =>
  fs
    .readFileSync(0, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row = Object.fromEntries(line.split('\t').map((value, i) => [columns[i], unescape(value)]));
      for (const column of ['id', 'flag', 'small', 'ratio']) {
        row[column] = row[column] === null ? null : Number(row[column]);
      }
      return row;
    });

exports.print = (row) => console.log(columns.map((column) => escape(row[column])).join('\t'));

exports.lookup = (row) => columns.filter((column) => !['large', 'price'].includes(column)).map((column) => row[column]);

exports.LOOKUP =
  'SELECT * FROM sample WHERE id = ? AND flag = ? AND small = ? AND big = ? AND ratio = ? AND born = ? AND seen = ? AND word = ?';

exports.numbers = 'SELECT k, v FROM numbers ORDER BY k';
exports.wrong = 'SELECT nothing FROM sample';

// A frontend announces texts as utf8, of which these libraries read no character of four bytes.
const text = (field, next) => (field.type === 'VAR_STRING' ? field.string('utf8') : next());

// Runs the operation with the connection that `open` makes, which `close` ends.
exports.run = async (operations, open, close) => {
  const [operation, port, database] = process.argv.slice(2);
  const connection = await open({
    host: '127.0.0.1',
    port: Number(port),
    user: 'root',
    database,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    typeCast: text,
  });
  try {
    const printed = await operations[operation](connection);
    if (printed !== undefined) {
      console.log(String(printed));
    }
  } finally {
    await close(connection);
  }
};
