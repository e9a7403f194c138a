package dev.cairn.benchmark;

import dev.cairn.migration.DeclarationHash;
import dev.cairn.migration.MigrationHash;
import dev.cairn.migration.MigrationNames;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A schema of tables of twenty columns, which its migrations create. */
final class BenchmarkSchema extends SchemaDescriptor {
    private static final String[] COLUMN_TYPES = {"int", "varchar(64)", "decimal(18, 2)", "datetime", "bigint"};
    /** The number of columns besides {@code id} and {@code day}. */
    private static final int COLUMN_COUNT = 18;

    private final List<RecordedMigration> recordedMigrations = new ArrayList<>();

    /**
     * Creates a schema without declared records.
     *
     * @param name the name of the schema
     * @param tableCount the number of tables of all migrations
     * @param tablesPerMigration the number of tables that each migration creates; the last one may create fewer
     */
    BenchmarkSchema(String name, int tableCount, int tablesPerMigration) {
        super(GeneratedClassFormat.CURRENT, name, "4.1", "shared_nothing");
        String parentHash = "";
        for (int number = 1; (number - 1) * tablesPerMigration < tableCount; number++) {
            List<String> statements = new ArrayList<>();
            for (int i = (number - 1) * tablesPerMigration;
                    i < Math.min(tableCount, number * tablesPerMigration);
                    i++) {
                statements.add(renderCreateTable(i));
            }
            String hash = MigrationHash.of(parentHash, statements);
            recordedMigrations.add(RecordedMigration.of(
                            GeneratedClassFormat.CURRENT,
                            BenchmarkSchema.class,
                            number,
                            MigrationNames.of(number, "tables " + number),
                            "Tables " + number,
                            parentHash,
                            hash)
                    .upgrade(statements.toArray(String[]::new))
                    .build());
            parentHash = hash;
        }
        setDeclarationHash(DeclarationHash.ofStatements(List.of()));
    }

    private static String renderCreateTable(int number) {
        StringBuilder sql = new StringBuilder("CREATE TABLE `t")
                .append(number)
                .append("` (\n  `id` bigint NOT NULL,\n  `day` date NOT NULL");
        for (int i = 1; i <= COLUMN_COUNT; i++) {
            sql.append(",\n  `c").append(i).append("` ").append(COLUMN_TYPES[i % COLUMN_TYPES.length]);
            sql.append(" NULL COMMENT \"column ")
                    .append(i)
                    .append(" of table ")
                    .append(number)
                    .append('"');
        }
        return sql.append("\n) DUPLICATE KEY(`id`, `day`)\nCOMMENT \"table ")
                .append(number)
                .append("\"\nPARTITION BY date_trunc('day', `day`)\nDISTRIBUTED BY HASH(`id`) BUCKETS 8\n")
                .append("PROPERTIES (\"replication_num\" = \"1\")")
                .toString();
    }

    /**
     * Returns the statements of all migrations in the syntax of H2: tables with the same columns, without other
     * clauses.
     */
    List<String> renderH2Statements() {
        List<String> statements = new ArrayList<>();
        for (RecordedMigration migration : recordedMigrations) {
            for (String statement : migration.upgrade()) {
                String columns = statement.substring(0, statement.indexOf("\n) ")) + "\n)";
                statements.add(columns.replaceAll(" COMMENT \"[^\"]*\"", "")
                        .replace('`', '"')
                        .replace("datetime", "timestamp"));
            }
        }
        return statements;
    }

    @Override
    protected void forEachMigration(Consumer<RecordedMigration> consumer) {
        recordedMigrations.forEach(consumer);
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
        // A check compares what the migrations produce.
    }
}
