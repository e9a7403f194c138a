package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.LedgerEntry;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.rebuild.PartitionSnapshot;
import dev.cairn.internal.reflection.Reflection;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Distinguishes a new database from one that has lost its ledger, in which an upgrade would run all migrations again: an
 * INSERT would add its rows a second time.
 *
 * <p>What decides is whether a row was ever written to a table that the migrations produce. A frontend answers that by the
 * versions of the partitions, without a backend and right after the load; row counts, which backends report later, do
 * not. In tables without a row, no step can do harm: those that exist already are compared with their definitions.
 */
public final class FirstUpgrade {
    private final MigratorContext context;
    private final ApplicationSchema application;

    FirstUpgrade(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /**
     * Returns the failure for a database with rows in tables of the schema, unless the ledger says that a migration is done or
     * in progress, or a person has stated that none is: a stamp writes the history.
     */
    Optional<HistoryException> obstacle(ServerConnection connection, Optional<LedgerEntry> ledger) {
        if (ledger.map(LedgerEntry::state).filter(LedgerState::hasBegun).isPresent()
                || (ledger.isPresent() && context.ledger().hasHistory(connection))) {
            return Optional.empty();
        }
        String database = context.connections().database(connection);
        List<ObjectName> present = present(connection, database);
        if (present.isEmpty()) {
            return Optional.empty();
        }
        Set<ObjectName> own = produced(context.server(connection), database);
        List<String> written = present.stream()
                .filter(own::contains)
                .filter(table -> !PartitionSnapshot.of(connection, table).isPristine())
                .map(ObjectName::toString)
                .toList();
        return written.isEmpty() ? Optional.empty() : Optional.of(lost(written));
    }

    private HistoryException lost(List<String> tables) {
        int last = application.last();
        return new HistoryException(
                application.where(),
                "the database has no ledger, which records the migrations that are done, but rows were written to these tables"
                        + " of the schema: " + String.join(", ", tables),
                "An upgrade would run all migrations on them. If the ledger was lost, restore its views from a backup, "
                        + context.ledger().names().state(1)
                        + " or with a higher number. Otherwise record which migration the"
                        + " database is at, such as " + last + ", the last one: cairn baseline " + last
                        + " (in Java baseline) verifies the definitions first, cairn stamp " + last
                        + " does not. If no migration has run yet, and all of them have to, record that: cairn stamp 0.");
    }

    /** Returns the tables of the databases of the schema. */
    private List<ObjectName> present(ServerConnection connection, String database) {
        Set<String> databases = application.schema().descriptors().stream()
                .flatMap(descriptor -> descriptor.database().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        databases.add(database);
        List<ObjectName> tables = new ArrayList<>();
        databases.forEach(each -> tables.addAll(Reflection.tables(connection, each)));
        return tables;
    }

    /** Returns the names of all tables that exist after any of the migrations. */
    private Set<ObjectName> produced(ServerProfile profile, String database) {
        MigrationPreparation preparation = context.migrated().preparation(profile, database);
        Set<ObjectName> names = new TreeSet<>();
        Catalog catalog = preparation.empty(application.schema());
        for (RecordedMigration migration : application.migrations()) {
            catalog = preparation.after(migration, Direction.UPGRADE, catalog);
            names.addAll(Reflection.names(catalog));
        }
        return names;
    }
}
