package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the objects that planned migrations create or change with the names that a server lists. It finds databases
 * that differ from their ledger, before an upgrade fails at a statement.
 *
 * @param recordedNames the objects that exist according to the ledger
 * @param liveNames the objects that the server lists
 */
record PlannedObjectCheck(Set<ObjectName> recordedNames, Set<ObjectName> liveNames) {
    /**
     * Lists the databases of the recorded and the planned objects, with one statement for each.
     *
     * @param initialCatalog the objects that no migration creates, whose databases may be invisible
     */
    static PlannedObjectCheck read(
            ServerConnection connection, List<PreparedMigration> preparedMigrations, Catalog initialCatalog) {
        Set<ObjectName> recordedNames =
                SchemaObject.collectNames(preparedMigrations.get(0).catalogBefore());
        recordedNames.removeAll(SchemaObject.collectNames(initialCatalog));
        Set<ObjectName> plannedNames = new TreeSet<>(recordedNames);
        preparedMigrations.forEach(migration -> plannedNames.addAll(findCreatedNames(migration)));
        Set<ObjectName> liveNames = plannedNames.stream()
                .map(ObjectName::database)
                .distinct()
                .flatMap(databaseName -> SchemaReflection.listObjects(connection, databaseName).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return new PlannedObjectCheck(recordedNames, liveNames);
    }

    /** Returns a warning for each object that exists before its migration, and for each one that is missing. */
    List<String> describeDifferences(PreparedMigration migration) {
        List<String> warnings = new ArrayList<>();
        for (ObjectName createdName : findCreatedNames(migration)) {
            if (liveNames.contains(createdName) && !recordedNames.contains(createdName)) {
                warnings.add(
                        createdName + " exists, although the ledger does not record this migration; an upgrade stops"
                                + " at its statement if the definition differs. cairn check names the migration whose"
                                + " definitions the database has");
            }
        }
        for (ObjectName changedName : SchemaObject.collectNames(migration.catalogBefore())) {
            boolean isChanged = !SchemaObject.find(migration.catalogBefore(), changedName)
                    .equals(SchemaObject.find(migration.catalogAfter(), changedName));
            if (isChanged && recordedNames.contains(changedName) && !liveNames.contains(changedName)) {
                warnings.add(
                        changedName + " does not exist, although the migrations in the ledger create it; cairn check"
                                + " shows all differences");
            }
        }
        return warnings;
    }

    private static Set<ObjectName> findCreatedNames(PreparedMigration migration) {
        Set<ObjectName> names = SchemaObject.collectNames(migration.catalogAfter());
        names.removeAll(SchemaObject.collectNames(migration.catalogBefore()));
        return names;
    }
}
