package dev.cairn.benchmark;

import dev.cairn.MigrationResult;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.migration.DeclarationHash;
import dev.cairn.migration.MigrationHash;
import dev.cairn.migration.MigrationNames;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures an upgrade by a thousand migrations of one statement each, on the embedded server: the first upgrade in a
 * JVM, and later ones.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 0)
@Measurement(iterations = 3)
public class UpgradeBenchmark {
    private static final int MIGRATION_COUNT = 1_000;
    private static final int TABLE_COUNT = 100;

    private final ThousandMigrations schema = new ThousandMigrations();
    private EmbeddedStarRocks server;

    @Setup(Level.Iteration)
    public void start() {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
    }

    @TearDown(Level.Iteration)
    public void stop() {
        server.close();
    }

    @Benchmark
    public MigrationResult upgrade() {
        MigrationResult result = Migrator.of(schema, server.jdbcUrl("shop") + "?user=root", MigratorOptions.DEFAULT)
                .upgrade();
        if (result.to() != MIGRATION_COUNT) {
            throw new IllegalStateException("not all were run: " + result);
        }
        return result;
    }

    /** The migrations of a hundred tables, each of which is created and then gets nine more columns. */
    private static final class ThousandMigrations extends SchemaDescriptor {
        private final List<RecordedMigration> recordedMigrations = new ArrayList<>();

        ThousandMigrations() {
            super(GeneratedClassFormat.CURRENT, "shop", "4.1", "shared_nothing");
            String parentHash = "";
            for (int number = 1; number <= MIGRATION_COUNT; number++) {
                String tableName = "table_" + number % TABLE_COUNT;
                String statement = number <= TABLE_COUNT
                        ? BenchmarkStatements.renderCreateTable(tableName)
                        : "ALTER TABLE `" + tableName + "` ADD COLUMN `added_" + number + "` int NULL";
                String hash = MigrationHash.of(parentHash, List.of(statement));
                recordedMigrations.add(RecordedMigration.of(
                                GeneratedClassFormat.CURRENT,
                                ThousandMigrations.class,
                                number,
                                MigrationNames.of(number, "change " + number),
                                "Change " + number,
                                parentHash,
                                hash)
                        .upgrade(statement)
                        .build());
                parentHash = hash;
            }
            setDeclarationHash(DeclarationHash.ofStatements(List.of()));
        }

        @Override
        protected void forEachMigration(Consumer<RecordedMigration> consumer) {
            recordedMigrations.forEach(consumer);
        }

        @Override
        protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
            // An upgrade does not depend on the declared records.
        }
    }
}
