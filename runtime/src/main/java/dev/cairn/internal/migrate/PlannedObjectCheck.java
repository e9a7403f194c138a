package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.DriftCheck;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the objects that planned migrations create or change with the names that a server lists. It finds databases
 * that differ from their ledger, before an upgrade fails at a statement.
 *
 * @param recordedNames the objects that exist according to the ledger
 * @param liveNames the objects that the server lists
 * @param differingPartsByTable the parts of tables that differ from the recorded ones
 */
record PlannedObjectCheck(
        ServerProfile profile,
        Set<ObjectName> recordedNames,
        Set<ObjectName> liveNames,
        Map<ObjectName, SortedSet<ObjectPart>> differingPartsByTable) {
    /**
     * Lists the databases of the recorded and the planned objects, with one statement for each.
     *
     * @param initialCatalog the objects that no migration creates, whose databases may be invisible
     */
    static PlannedObjectCheck read(
            ServerConnection connection,
            ServerProfile profile,
            List<PreparedMigration> preparedMigrations,
            Catalog initialCatalog) {
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
        return new PlannedObjectCheck(profile, recordedNames, liveNames, Map.of());
    }

    /**
     * Returns the check with the differing parts of the tables that the migrations change. Reads each table with one
     * statement. The migrations must not have begun.
     */
    PlannedObjectCheck withDifferingParts(
            ServerConnection connection,
            SchemaReflection reflection,
            DriftCheck driftCheck,
            List<PreparedMigration> preparedMigrations) {
        Catalog recordedCatalog = preparedMigrations.get(0).catalogBefore();
        Map<ObjectName, SortedSet<ObjectPart>> differingParts = new TreeMap<>();
        for (ObjectName name : liveNames) {
            boolean isChanged = recordedNames.contains(name)
                    && SchemaObject.isTable(recordedCatalog, name)
                    && preparedMigrations.stream().anyMatch(migration -> isChangedBy(migration, name));
            if (isChanged) {
                reflection
                        .readTable(connection, name, recordedCatalog)
                        .map(table -> driftCheck.findDifferingParts(name, table, recordedCatalog))
                        .filter(parts -> !parts.isEmpty())
                        .ifPresent(parts -> differingParts.put(name, parts));
            }
        }
        return new PlannedObjectCheck(profile, recordedNames, liveNames, differingParts);
    }

    private static boolean isChangedBy(PreparedMigration migration, ObjectName name) {
        return !SchemaObject.find(migration.catalogBefore(), name)
                .equals(SchemaObject.find(migration.catalogAfter(), name));
    }

    /**
     * Returns a warning for each object that exists before its migration, for each one that is missing, and for each
     * table that has other columns, or that differs in something else that the migration changes.
     */
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
            boolean isChanged = isChangedBy(migration, changedName);
            if (isChanged) {
                describeDifferingParts(migration, changedName).forEach(warnings::add);
            }
            if (isChanged && recordedNames.contains(changedName) && !liveNames.contains(changedName)) {
                warnings.add(
                        changedName + " does not exist, although the migrations in the ledger create it; cairn check"
                                + " shows all differences");
            }
        }
        return warnings;
    }

    private Stream<String> describeDifferingParts(PreparedMigration migration, ObjectName name) {
        SortedSet<ObjectPart> differingParts = differingPartsByTable.getOrDefault(name, Collections.emptySortedSet());
        Set<ObjectPart> changedParts = findChangedParts(migration, name);
        String columns = joinParts(differingParts.stream().filter(part -> part.hasKind(ObjectPart.Kind.COLUMN)));
        String otherParts = joinParts(differingParts.stream()
                .filter(part -> !part.hasKind(ObjectPart.Kind.COLUMN))
                .filter(changedParts::contains));
        return Stream.of(
                        columns.isEmpty()
                                ? ""
                                : name + " has other columns than the migrations in the ledger leave: " + columns
                                        + "; cairn check shows all differences",
                        otherParts.isEmpty()
                                ? ""
                                : name + " differs from what the migrations in the ledger leave: " + otherParts
                                        + "; the statement that changes it stops the run, unless the table has its"
                                        + " result already. cairn check shows the statements that remove the"
                                        + " difference")
                .filter(text -> !text.isEmpty());
    }

    private static String joinParts(Stream<ObjectPart> parts) {
        return parts.map(ObjectPart::toString).collect(Collectors.joining(", "));
    }

    /** Returns the parts of an object that a migration changes; an empty set if it creates or drops the object. */
    private Set<ObjectPart> findChangedParts(PreparedMigration migration, ObjectName name) {
        Optional<SchemaObject> stateBefore = SchemaObject.find(migration.catalogBefore(), name);
        Optional<SchemaObject> stateAfter = SchemaObject.find(migration.catalogAfter(), name);
        return stateBefore.isEmpty() || stateAfter.isEmpty()
                ? Set.of()
                : ObjectParts.of(profile, stateBefore.get())
                        .findChangedParts(ObjectParts.of(profile, stateAfter.get()));
    }

    private static Set<ObjectName> findCreatedNames(PreparedMigration migration) {
        Set<ObjectName> names = SchemaObject.collectNames(migration.catalogAfter());
        names.removeAll(SchemaObject.collectNames(migration.catalogBefore()));
        return names;
    }
}
