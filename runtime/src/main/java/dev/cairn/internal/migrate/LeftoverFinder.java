package dev.cairn.internal.migrate;

import dev.cairn.Migrator.Leftover;
import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.reflection.ListedObject;
import dev.cairn.internal.reflection.RetainedTable;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.reflection.TableSize;
import dev.cairn.internal.run.rebuild.FencedTableSwap;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.token.NameReplacer;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;

/**
 * Finds the objects that runs have left behind: staging copies, views that block the name of a fence, and old tables
 * that rebuilds retain for a period. Only leftovers of the schema's own objects are found, because another schema may
 * use the same database.
 */
final class LeftoverFinder {
    private static final String TABLE_KIND = "table";
    private static final String VIEW_KIND = "view";

    private final MigratorContext context;
    private final ServerConnection connection;

    LeftoverFinder(MigratorContext context, ServerConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /**
     * Returns the leftovers and the retained tables. Objects that the migration in progress builds are not leftovers,
     * because the migrator that continues it needs them; nor are any while a script runs migrations, because the ledger
     * does not show which of them the script needs.
     *
     * @throws dev.cairn.upgrade.MigrationException if this application can't continue the migration in progress
     */
    List<Leftover> findAll(LedgerState state) {
        new StatusReader(context).requireResumable(state);
        SchemaComparator schemaComparator = new SchemaComparator(context);
        ServerProfile profile = schemaComparator.readProfile(connection);
        Set<ObjectName> schemaObjectNames = new HashSet<>();
        SortedSet<String> databaseNames = new TreeSet<>();
        for (Catalog catalog : schemaComparator.computeCatalogs(
                profile, context.connectionFactory().requireDatabaseName(connection))) {
            catalog.databases().forEach(databaseEntry -> databaseNames.add(databaseEntry.getKey()));
            schemaObjectNames.addAll(SchemaObject.collectNames(catalog));
        }
        List<Leftover> leftovers = new ArrayList<>();
        for (ListedObject listedObject : SchemaReflection.listTemporaryObjects(connection, databaseNames)) {
            findLeftover(listedObject, schemaObjectNames, state).ifPresent(leftovers::add);
        }
        return leftovers;
    }

    private Optional<Leftover> findLeftover(
            ListedObject listedObject, Set<ObjectName> schemaObjectNames, LedgerState state) {
        Optional<RetainedTable> retainedTable = RetainedTable.parse(listedObject.name());
        Matcher fencedNameMatcher =
                FencedTableSwap.FENCED_NAME_PATTERN.matcher(listedObject.name().name());
        boolean isView = listedObject.kind().equals(VIEW_KIND);
        if (retainedTable.isPresent()) {
            return listedObject.kind().equals(TABLE_KIND) && !fencedNameMatcher.matches()
                    ? findRetainedTable(listedObject.name(), retainedTable.get(), schemaObjectNames)
                    : Optional.empty();
        }
        if (isView != fencedNameMatcher.matches()) {
            return Optional.empty(); // a table with the name of a fence holds rows that the continued run needs
        }
        ObjectName originalName = listedObject
                .name()
                .withName(
                        isView
                                ? fencedNameMatcher.group(1)
                                : TemporaryName.removeSuffix(listedObject.name().name()));
        List<RecordedMigration> migrations = findBuildingMigrations(originalName);
        if (!schemaObjectNames.contains(originalName)
                || isInProgress(migrations, state)
                || state.unfinishedScript().isPresent()) {
            return Optional.empty();
        }
        long runSequence = isView
                ? Long.parseLong(fencedNameMatcher.group(2))
                : TemporaryName.findSentNumber(listedObject.name().name()).orElse(0);
        return Optional.of(new Leftover(
                listedObject.name().toString(),
                listedObject.kind(),
                runSequence,
                migrations,
                isView ? "" : readSize(listedObject.name()),
                Optional.empty()));
    }

    private Optional<Leftover> findRetainedTable(
            ObjectName name, RetainedTable retainedTable, Set<ObjectName> schemaObjectNames) {
        List<RecordedMigration> migrations = findBuildingMigrations(retainedTable.originalName());
        return schemaObjectNames.contains(retainedTable.originalName()) || !migrations.isEmpty()
                ? Optional.of(new Leftover(
                        name.toString(),
                        TABLE_KIND,
                        retainedTable.runSequence(),
                        migrations,
                        readSize(name),
                        Optional.of(retainedTable.retainedUntil())))
                : Optional.empty();
    }

    /** Returns the migrations that build a staging copy of an object. */
    private List<RecordedMigration> findBuildingMigrations(ObjectName originalName) {
        return context.application().migrations().stream()
                .filter(migration -> usesTemporaryName(migration, originalName.name()))
                .toList();
    }

    private boolean isInProgress(List<RecordedMigration> migrations, LedgerState state) {
        return state.unfinishedMigration().map(UnfinishedMigration::number).stream()
                .anyMatch(migrationNumber ->
                        migrations.contains(context.application().migration(migrationNumber)));
    }

    /**
     * Returns whether the migration, in either direction, builds a staging copy of an object or renames the object
     * before dropping it.
     */
    private static boolean usesTemporaryName(RecordedMigration migration, String plainName) {
        Set<String> mentionedNames = new HashSet<>();
        List<String> statementTexts = new ArrayList<>(migration.upgrade());
        statementTexts.addAll(migration.downgrade());
        statementTexts.forEach(statementText -> mentionedNames.addAll(NameReplacer.collectNames(statementText)));
        return mentionedNames.stream()
                .filter(name -> TemporaryName.isStaging(name) || TemporaryName.isRetired(name))
                .anyMatch(name -> TemporaryName.removePlannedSuffix(name).equals(plainName));
    }

    private String readSize(ObjectName leftoverName) {
        try {
            return TableSize.read(connection, leftoverName).toString();
        } catch (ServerRefusalException ignored) {
            return ""; // an object of unknown size can be dropped, too
        }
    }
}
