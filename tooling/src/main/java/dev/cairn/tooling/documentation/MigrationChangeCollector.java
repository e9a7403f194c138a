package dev.cairn.tooling.documentation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedMigration;
import dev.cairn.tooling.lineage.NameHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects the objects and columns that each migration changes. They appear under the names that they have after the
 * last migration, because a reader of the documentation does not know earlier names.
 */
final class MigrationChangeCollector {
    private final ServerProfile profile;
    private final List<DocumentedMigration> migrations = new ArrayList<>();

    MigrationChangeCollector(ServerProfile profile) {
        this.profile = profile;
    }

    /**
     * Adds a migration, and applies its renames to the migrations added before. Migrations must be added in the order
     * in which they run.
     */
    void addMigration(PreparedMigration preparedMigration, boolean isRepeatable) {
        NameHistory nameHistory = new NameHistory();
        SortedSet<ObjectName> objects = new TreeSet<>();
        for (RunStep step : preparedMigration.steps()) {
            if (step instanceof StatementStep statementStep) {
                addObjects(statementStep, objects);
                Statement statement = statementStep.simulatedStep().action().statement();
                if (statement != null) {
                    nameHistory.addRenames(statement, statementStep.session());
                }
            }
        }
        Renames renames = nameHistory.merge(Renames.NONE);
        migrations.replaceAll(earlierMigration -> applyRenames(earlierMigration, renames));
        SortedSet<ObjectColumn> columns = new TreeSet<>();
        for (TouchedPart touchedPart : TouchedPart.findTouchedParts(
                profile, preparedMigration.catalogBefore(), preparedMigration.catalogAfter())) {
            addTouchedPart(touchedPart, preparedMigration, objects, columns);
        }
        String sql = RedactedSql.redactAll(preparedMigration.migration().upgrade()).stream()
                .map(statement -> statement.strip() + ";")
                .collect(Collectors.joining("\n"));
        migrations.add(new DocumentedMigration(
                preparedMigration.migration().name(),
                preparedMigration.migration().title(),
                isRepeatable,
                List.copyOf(objects),
                List.copyOf(columns),
                sql));
    }

    List<DocumentedMigration> migrations() {
        return List.copyOf(migrations);
    }

    /** Adds the objects that a statement changes. A staging object counts as the object that it will replace. */
    private static void addObjects(StatementStep statementStep, SortedSet<ObjectName> objectNames) {
        Step step = statementStep.simulatedStep();
        List<ObjectName> names = new ArrayList<>();
        step.touchedParts().forEach(touchedPart -> names.add(touchedPart.object()));
        Statement statement = step.action().statement();
        if (step.object() != null) {
            names.add(step.object());
        } else if (statement != null) {
            statement.changedObject().ifPresent(name -> names.add(ObjectName.resolve(name, statementStep.session())));
        }
        names.forEach(name -> objectNames.add(name.withName(TemporaryName.removePlannedSuffix(name.name()))));
    }

    /**
     * Adds a part that differs after the whole migration. A rebuild therefore counts only the columns that it changes.
     */
    private static void addTouchedPart(
            TouchedPart touchedPart,
            PreparedMigration preparedMigration,
            SortedSet<ObjectName> objects,
            SortedSet<ObjectColumn> columns) {
        ObjectName objectName = touchedPart.object();
        String partName = touchedPart.part().name();
        switch (touchedPart.part().kind()) {
            case COLUMN -> columns.add(new ObjectColumn(objectName, partName));
            case OBJECT -> {
                SchemaObject.find(preparedMigration.catalogAfter(), objectName)
                        .ifPresent(createdObject -> addColumns(objectName, createdObject.columnNames(), columns));
                findSynchronousViews(preparedMigration.catalogAfter(), objectName)
                        .forEach(rollup -> addSynchronousView(objectName, rollup, objects, columns));
            }
            case ROLLUP ->
                Stream.of(preparedMigration.catalogBefore(), preparedMigration.catalogAfter())
                        .flatMap(catalog -> findSynchronousViews(catalog, objectName))
                        .filter(rollup -> rollup.name().equals(partName))
                        .forEach(rollup -> addSynchronousView(objectName, rollup, objects, columns));
            default -> {
                // the document shows only objects and columns
            }
        }
    }

    /** Returns the synchronous materialized views of a table, which are objects of the document. */
    private static Stream<Rollup> findSynchronousViews(Catalog catalog, ObjectName tableName) {
        return catalog.findTable(tableName.database(), tableName.name()).stream()
                .flatMap(existingTable -> existingTable.rollups().stream())
                .filter(rollup -> rollup.query() != null);
    }

    private static void addSynchronousView(
            ObjectName tableName, Rollup rollup, SortedSet<ObjectName> objects, SortedSet<ObjectColumn> columns) {
        ObjectName viewName = tableName.withName(rollup.name());
        objects.add(viewName);
        addColumns(viewName, rollup.columns().stream().map(Column::name).toList(), columns);
    }

    private static void addColumns(ObjectName objectName, List<String> names, SortedSet<ObjectColumn> columns) {
        names.forEach(name -> columns.add(new ObjectColumn(objectName, name)));
    }

    private static DocumentedMigration applyRenames(DocumentedMigration migration, Renames renames) {
        return new DocumentedMigration(
                migration.name(),
                migration.title(),
                migration.isRepeatable(),
                migration.objects().stream()
                        .map(object -> applyRenames(object, renames))
                        .toList(),
                migration.columns().stream()
                        .map(column -> applyRenames(column, renames))
                        .toList(),
                migration.sql());
    }

    private static ObjectName applyRenames(ObjectName object, Renames renames) {
        return renames.declaredRenames().stream()
                .filter(rename -> rename instanceof Rename.ObjectRename
                        && rename.object().withName(rename.oldName()).equals(object))
                .map(Rename::object)
                .findFirst()
                .orElse(object);
    }

    private static ObjectColumn applyRenames(ObjectColumn column, Renames renames) {
        ObjectName object = applyRenames(column.object(), renames);
        String newName = renames.findColumnRenames(object).stream()
                .filter(rename -> rename.oldName().equalsIgnoreCase(column.column()))
                .map(Rename.ColumnRename::newName)
                .findFirst()
                .orElse(column.column());
        return new ObjectColumn(object, newName);
    }
}
