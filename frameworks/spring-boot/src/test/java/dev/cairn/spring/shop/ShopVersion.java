package dev.cairn.spring.shop;

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

/** The schema of the tests in another version of the application: with fewer migrations, or with others. */
public final class ShopVersion extends SchemaDescriptor {
    private final List<RecordedMigration> migrations;

    private ShopVersion(List<RecordedMigration> migrations, boolean isRecorded) {
        super(GeneratedClassFormat.CURRENT, ShopSchema.SCHEMA.name(), "4.1", "shared_nothing");
        this.migrations = List.copyOf(migrations);
        if (isRecorded) {
            setDeclarationHash(DeclarationHash.ofStatements(ShopSchema.SCHEMA.descriptors().stream()
                    .map(Descriptor::ddl)
                    .toList()));
        }
    }

    /** Returns the schema with its first migrations. */
    public static ShopVersion ofMigrations(int count) {
        return new ShopVersion(ShopSchema.SCHEMA.migrations().subList(0, count), true);
    }

    /** Returns the schema with changes that no migration records. */
    public static ShopVersion withUnrecordedChanges() {
        return new ShopVersion(ShopSchema.SCHEMA.migrations(), false);
    }

    /** Returns this schema with one more migration. */
    public ShopVersion withMigration(String title, String statement) {
        int number = migrations.size() + 1;
        String predecessorHash = number == 1 ? "" : migrations.get(number - 2).hash();
        RecordedMigration addedMigration = RecordedMigration.of(
                        GeneratedClassFormat.CURRENT,
                        ShopVersion.class,
                        number,
                        MigrationNames.of(number, title),
                        title,
                        predecessorHash,
                        MigrationHash.of(predecessorHash, List.of(statement)))
                .upgrade(statement)
                .build();
        List<RecordedMigration> extendedMigrations = new ArrayList<>(migrations);
        extendedMigrations.add(addedMigration);
        return new ShopVersion(extendedMigrations, true);
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> members) {
        ShopSchema.SCHEMA.descriptors().forEach(members);
    }

    @Override
    protected void forEachMigration(Consumer<RecordedMigration> consumer) {
        migrations.forEach(consumer);
    }
}
