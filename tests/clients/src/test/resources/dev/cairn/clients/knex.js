'use strict';

const knex = require('knex');
const rows = require('./rows.js');

rows.run(
  {
    connect: async (db) => (await db.select(db.raw('database() AS name')))[0].name,
    metadata: async (db) => Object.keys(await db('sample').columnInfo()).join('\n'),
    insert: (db) => db('sample').insert(rows.input()).then(() => {}),
    query: async (db) => (await db('sample').orderBy('id')).forEach(rows.print),
    prepared: () => 'missing: sends each statement as a text',
    streaming: async (db) => {
      let sum = 0;
      for await (const row of db('numbers').select('k', 'v').orderBy('k').stream()) {
        sum += Number(row.k);
      }
      return sum;
    },
    transaction: async (db) => {
      const [first, second] = rows.input();
      const begun = await db.transaction();
      await begun('sample').insert(first);
      await begun.rollback();
      await db.transaction((other) => other('sample').insert(second));
    },
    error: async (db) => {
      const number = await db('sample').select('nothing').then(() => 0, (refused) => refused.errno);
      await db.raw('SELECT 1');
      return number;
    },
  },
  (login) =>
    knex({
      client: 'mysql2',
      connection: login,
      pool: { min: 0, max: 1 },
    }),
  (db) => db.destroy(),
);
