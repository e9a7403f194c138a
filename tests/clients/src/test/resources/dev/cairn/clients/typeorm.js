'use strict';

const { DataSource, EntitySchema } = require('typeorm');
const rows = require('./rows.js');

const Sample = new EntitySchema({
  name: 'Sample',
  tableName: 'sample',
  columns: {
    id: { type: 'int', primary: true },
    flag: { type: 'tinyint', nullable: true },
    small: { type: 'smallint', nullable: true },
    big: { type: 'bigint', nullable: true },
    large: { type: 'varchar', nullable: true },
    price: { type: 'decimal', precision: 20, scale: 4, nullable: true },
    ratio: { type: 'double', nullable: true },
    born: { type: 'date', nullable: true },
    seen: { type: 'varchar', nullable: true },
    word: { type: 'varchar', nullable: true },
  },
});

rows.run(
  {
    connect: async (source) => (await source.query('SELECT database() AS name'))[0].name,
    metadata: async (source) => {
      const runner = source.createQueryRunner();
      const table = await runner.getTable('sample');
      await runner.release();
      return table.columns.map((column) => column.name).join('\n');
    },
    insert: (source) => source.getRepository('Sample').insert(rows.input()).then(() => {}),
    query: async (source) => (await source.getRepository('Sample').find({ order: { id: 'ASC' } })).forEach(rows.print),
    prepared: () => 'missing: sends each statement as a text',
    streaming: async (source) => {
      const runner = source.createQueryRunner();
      let sum = 0;
      for await (const row of await runner.stream(rows.numbers)) {
        sum += Number(row.k);
      }
      await runner.release();
      return sum;
    },
    transaction: async (source) => {
      const [first, second] = rows.input();
      await source
        .transaction(async (manager) => {
          await manager.insert('Sample', first);
          throw new Error('rolled back');
        })
        .catch((intended) => {
          if (intended.message !== 'rolled back') {
            throw intended;
          }
        });
      await source.transaction((manager) => manager.insert('Sample', second));
    },
    error: async (source) => {
      const number = await source.query(rows.wrong).then(() => 0, (refused) => refused.driverError.errno);
      await source.query('SELECT 1');
      return number;
    },
  },
  ({ user, typeCast, ...login }) =>
    new DataSource({
      type: 'mysql',
      connectorPackage: 'mysql2',
      username: user,
      ...login,
      extra: { typeCast },
      entities: [Sample],
    }).initialize(),
  (source) => source.destroy(),
);
