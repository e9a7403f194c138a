package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.run.preparation.InitialCatalog;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.Descriptor;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;

/** Prepares the creation of the objects that the records declare, independently of the recorded migrations. */
final class DeclaredObjectPreparer {
    private final MigratorContext context;
    private final ApplicationSchema application;

    DeclaredObjectPreparer(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /** Returns the declared catalog, with values in place of the placeholders. */
    Catalog computeCatalog(ServerProfile profile, String databaseName) {
        return prepareCreation(profile, databaseName).catalogAfter();
    }

    /**
     * Returns the steps that create all declared objects, with values in place of the placeholders. Databases that the
     * declarations name are assumed to exist.
     */
    PreparedMigration prepareCreation(ServerProfile profile, String databaseName) {
        Catalog catalogBefore = InitialCatalog.create(application.schema(), profile, databaseName);
        for (Descriptor<?> descriptor : application.schema().descriptors()) {
            String descriptorDatabaseName = descriptor.database().orElse(databaseName);
            catalogBefore = catalogBefore.findDatabase(descriptorDatabaseName).isPresent()
                    ? catalogBefore
                    : catalogBefore.withDatabase(Database.of(descriptorDatabaseName));
        }
        return MigrationPreparation.forPlan(
                        application.schema().name(),
                        new Engine(profile),
                        new Session(databaseName),
                        context.settings().placeholders())
                .prepare(
                        createUnrecordedMigration(application.schema().statements(application.chooseTarget(profile))),
                        Direction.UPGRADE,
                        catalogBefore);
    }

    /**
     * Returns a migration of statements that no recorded migration contains, so these statements can be prepared and
     * run.
     */
    static RecordedMigration createUnrecordedMigration(List<String> statements) {
        return RecordedMigration.of(
                        GeneratedClassFormat.CURRENT,
                        DeclaredObjectPreparer.class,
                        0,
                        "declared",
                        "The schema of the records",
                        "",
                        "")
                .upgrade(statements.toArray(String[]::new))
                .build();
    }
}
