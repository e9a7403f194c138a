package dev.cairn.spring.test;

import dev.cairn.migration.DeclarationHash;
import dev.cairn.migration.MigrationHash;
import dev.cairn.migration.MigrationNames;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A second schema, whose table has the same name as one of the schema {@code shop}. It is handwritten, because all tests
 * would find a second generated one.
 */
final class AuditLog extends SchemaDescriptor {
    static final AuditLog SCHEMA = new AuditLog();

    private static final String TITLE = "Orders";
    private static final String STATEMENT =
            "CREATE TABLE orders (entry VARCHAR(40) NOT NULL) DUPLICATE KEY (entry) DISTRIBUTED BY HASH (entry) BUCKETS 1";

    private AuditLog() {
        super(GeneratedClassFormat.CURRENT, "audit_log", "4.1", "shared_nothing");
        setDeclarationHash(DeclarationHash.ofStatements(List.of()));
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> members) {}

    @Override
    protected void forEachMigration(Consumer<RecordedMigration> consumer) {
        consumer.accept(RecordedMigration.of(
                        GeneratedClassFormat.CURRENT,
                        AuditLog.class,
                        1,
                        MigrationNames.of(1, TITLE),
                        TITLE,
                        "",
                        MigrationHash.of("", List.of(STATEMENT)))
                .upgrade(STATEMENT)
                .build());
    }
}
