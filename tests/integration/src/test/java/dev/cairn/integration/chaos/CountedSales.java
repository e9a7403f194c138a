package dev.cairn.integration.chaos;

import dev.cairn.integration.sales.SalesSchema;
import dev.cairn.migration.DeclarationHash;
import dev.cairn.migration.MigrationHash;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/** The sales schema with one more migration, whose UPDATE and code have to run once, and leave a mark for each run. */
final class CountedSales extends SchemaDescriptor {
    static final int COUNTED_MIGRATION_NUMBER = 7;

    private static final List<String> UPGRADE_STATEMENTS =
            List.of("UPDATE `account` SET `region` = concat(`region`, '+') WHERE `id` > 0");

    CountedSales() {
        super(GeneratedClassFormat.CURRENT, "sales", "3.5", "shared_nothing");
        setDeclarationHash(DeclarationHash.ofStatements(List.of()));
    }

    @Override
    protected void forEachMigration(Consumer<RecordedMigration> migrations) {
        List<RecordedMigration> salesMigrations = SalesSchema.SCHEMA.migrations();
        salesMigrations.forEach(migrations);
        String parent = salesMigrations.get(salesMigrations.size() - 1).hash();
        migrations.accept(RecordedMigration.of(
                        GeneratedClassFormat.CURRENT,
                        CountedSales.class,
                        COUNTED_MIGRATION_NUMBER,
                        "V0007CountEffects",
                        "Count effects",
                        parent,
                        MigrationHash.of(parent, UPGRADE_STATEMENTS))
                .upgrade(UPGRADE_STATEMENTS.toArray(String[]::new))
                .build(CountingCode::new, MigrationStep.Moment.AFTER_UPGRADE));
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> members) {
        // Only the migrations are tested.
    }

    private static final class CountingCode implements MigrationStep {
        @Override
        public void afterUpgrade(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO product_sales VALUES ('code', 1, 1, '2024-01-01')");
            }
        }
    }
}
