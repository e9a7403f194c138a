package dev.cairn.tooling.lint.effect;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.plan.cluster.ClusterStatementPlanner;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.LintedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the names that a statement removes. The lint rules find the views and the checked statements that use such a
 * name. Other applications may use it, too.
 */
record RemovedNameFinder(LintedMigration migration, LintedStatement lintedStatement) {
    /** Returns the names of relations, columns and functions that existed before the migration. */
    Set<String> find() {
        Set<String> removedNames = new TreeSet<>();
        for (ObjectName name :
                ObjectName.findChangedNames(lintedStatement.catalogBefore(), lintedStatement.catalogAfter())) {
            Optional<SchemaObject> initialObject = SchemaObject.find(migration.catalogBefore(), name);
            Optional<SchemaObject> currentObject = SchemaObject.find(lintedStatement.catalogBefore(), name);
            if (initialObject.isEmpty() || currentObject.isEmpty()) {
                continue;
            }
            if (isRemoved(name)) {
                removedNames.add(name.toString());
                continue;
            }
            for (String column : currentObject.get().columnNames()) {
                if (hasColumn(initialObject, column) && isColumnRemoved(name, column)) {
                    removedNames.add(name + "." + column);
                }
            }
        }
        for (ObjectName name :
                GlobalParts.findChangedNames(lintedStatement.catalogBefore(), lintedStatement.catalogAfter())) {
            findClusterObject(migration.catalogBefore(), name)
                    .ifPresent(object -> addRemovedNames(object, name, removedNames));
        }
        return removedNames;
    }

    private static Optional<ClusterObject> findClusterObject(Catalog catalog, ObjectName name) {
        return catalog.clusterObjects().find(name.name());
    }

    /** Adds a function, or columns of a table of an external catalog: statements name no other cluster objects. */
    private void addRemovedNames(ClusterObject initialObject, ObjectName name, Set<String> removedNames) {
        Optional<ClusterObject> objectBefore = findClusterObject(lintedStatement.catalogBefore(), name);
        Optional<ClusterObject> objectAfter = findClusterObject(lintedStatement.catalogAfter(), name);
        Optional<ClusterObject> finalObject = findClusterObject(migration.catalogAfter(), name);
        boolean mayBeNamed = initialObject.kind().findColumnClause().isPresent()
                || initialObject.kind().hasFeature(ClusterObjectKind.Feature.OVERLOADED);
        if (objectBefore.isEmpty() || !mayBeNamed) {
            return;
        }
        if (objectAfter.isEmpty() && finalObject.isEmpty()) {
            removedNames.add(initialObject.fullName());
        } else if (objectAfter.isPresent()) {
            List<String> columns = new ArrayList<>(ClusterStatementPlanner.columnNames(objectBefore.get()));
            columns.retainAll(ClusterStatementPlanner.columnNames(initialObject));
            columns.removeAll(ClusterStatementPlanner.columnNames(objectAfter.get()));
            finalObject.ifPresent(object -> columns.removeAll(ClusterStatementPlanner.columnNames(object)));
            columns.forEach(column -> removedNames.add(initialObject.fullName() + "." + column));
        }
    }

    private boolean isRemoved(ObjectName name) {
        return SchemaObject.find(lintedStatement.catalogAfter(), name).isEmpty()
                && SchemaObject.find(migration.catalogAfter(), name).isEmpty();
    }

    /**
     * Returns whether a column is missing after the statement and after the migration; false while its relation is
     * being replaced.
     */
    private boolean isColumnRemoved(ObjectName name, String column) {
        Optional<SchemaObject> objectAfter = SchemaObject.find(lintedStatement.catalogAfter(), name);
        return objectAfter.isPresent()
                && !hasColumn(objectAfter, column)
                && !hasColumn(SchemaObject.find(migration.catalogAfter(), name), column);
    }

    private static boolean hasColumn(Optional<SchemaObject> object, String column) {
        return object.stream()
                .flatMap(existingObject -> existingObject.columnNames().stream())
                .anyMatch(column::equalsIgnoreCase);
    }
}
