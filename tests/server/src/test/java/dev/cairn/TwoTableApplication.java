package dev.cairn;

import dev.cairn.migration.DeclarationHash;
import dev.cairn.migration.MigrationHash;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.function.Consumer;

/** A schema of two tables without roles, seeds or rebuilds; its main method is an application that only upgrades it. */
final class TwoTableApplication extends SchemaDescriptor {
    private static final String TABLE_ENDING =
            " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";

    private TwoTableApplication() {
        super(GeneratedClassFormat.CURRENT, World.DATABASE, "4.1", "shared_nothing");
        setDeclarationHash(DeclarationHash.ofStatements(List.of()));
    }

    /**
     * Upgrades the database to this schema.
     *
     * @param arguments the URL of the database
     */
    public static void main(String[] arguments) {
        Migrator.of(new TwoTableApplication(), arguments[0], MigratorOptions.DEFAULT.author("loaded classes"))
                .upgrade();
    }

    @Override
    protected void forEachMigration(Consumer<RecordedMigration> migrations) {
        RecordedMigration firstMigration = createMigration(
                1,
                "V0001CreateTables",
                "",
                "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)" + TABLE_ENDING,
                "CREATE TABLE accounts (id INT NOT NULL, name STRING) PRIMARY KEY(id)" + TABLE_ENDING);
        migrations.accept(firstMigration);
        migrations.accept(createMigration(
                2,
                "V0002AddNote",
                firstMigration.hash(),
                "ALTER TABLE orders ADD COLUMN note VARCHAR(100) COMMENT 'a note'"));
    }

    private static RecordedMigration createMigration(int number, String name, String parent, String... upgrade) {
        return RecordedMigration.of(
                        GeneratedClassFormat.CURRENT,
                        TwoTableApplication.class,
                        number,
                        name,
                        name,
                        parent,
                        MigrationHash.of(parent, List.of(upgrade)))
                .upgrade(upgrade)
                .build();
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> members) {
        // The migrations alone decide which statements are run.
    }
}
