'use strict';

const mysql = require('mysql2/promise');
const rows = require('./rows.js');

const insert = async (connection, samples) => {
  for (const sample of samples) {
    await connection.query(`INSERT INTO sample (${rows.columns}) VALUES (?)`, [Object.values(sample)]);
  }
};

rows.run(
  {
    connect: async (connection) => (await connection.query('SELECT database() AS name'))[0][0].name,
    metadata: async (connection) => (await connection.query('SELECT * FROM sample'))[1].map((field) => field.name).join('\n'),
    insert: (connection) => insert(connection, rows.input()),
    query: async (connection) => (await connection.query('SELECT * FROM sample ORDER BY id'))[0].forEach(rows.print),
    prepared: async (connection) => (await connection.execute(rows.LOOKUP, rows.lookup(rows.input()[0])))[0].forEach(rows.print),
    streaming: async (connection) => {
      let sum = 0;
      for await (const row of connection.connection.query(rows.numbers).stream()) {
        sum += Number(row.k);
      }
      return sum;
    },
    transaction: async (connection) => {
      const [first, second] = rows.input();
      await connection.beginTransaction();
      await insert(connection, [first]);
      await connection.rollback();
      await connection.beginTransaction();
      await insert(connection, [second]);
      await connection.commit();
    },
    error: async (connection) => {
      const number = await connection.query(rows.wrong).then(() => 0, (refused) => refused.errno);
      await connection.query('SELECT 1');
      return number;
    },
  },
  (login) => mysql.createConnection(login),
  (connection) => connection.end(),
);
