package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.migration.MigrationRebase.Move;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a moved rebuild would undo. Its new table has the columns that its table had when the rebuild was recorded,
 * without the changes of the other branch.
 *
 * @param migrations the migrations at their old places
 * @param movedMigrations the migrations at their new places
 */
record RebuildConflictFinder(List<Migration> migrations, List<Migration> movedMigrations, ChainVerifier verifier) {
    /** A column that the other branch has changed, and that a moved rebuild would change back. */
    record RevertedColumn(String table, String column) {}

    /** Returns the first column that a move reverts; empty if there is none, or if a part of the chain is not valid. */
    Optional<RevertedColumn> findRevertedColumn(Move move) {
        List<ObjectName> rebuiltTables = findRebuiltTables(move.original());
        if (rebuiltTables.isEmpty()) {
            return Optional.empty();
        }
        List<Migration> oldPredecessors = findPredecessors(migrations, move.original());
        List<Migration> oldMigrations = new ArrayList<>(oldPredecessors);
        oldMigrations.add(move.original());
        Optional<Catalog> catalogBefore = apply(oldPredecessors);
        Optional<Catalog> catalogAfter = apply(oldMigrations);
        Optional<Catalog> newCatalog = apply(findPredecessors(movedMigrations, move.movedMigration()));
        if (catalogBefore.isEmpty() || catalogAfter.isEmpty() || newCatalog.isEmpty()) {
            return Optional.empty();
        }
        return rebuiltTables.stream()
                .flatMap(name -> findTable(newCatalog.get(), name).stream()
                        .flatMap(table -> table.columns().stream())
                        .filter(column ->
                                differs(catalogBefore.get(), name, column) && differs(catalogAfter.get(), name, column))
                        .map(column -> new RevertedColumn(name.name(), column.name())))
                .findFirst();
    }

    private List<ObjectName> findRebuiltTables(Migration migration) {
        return migration.upgrade().stream()
                .map(text -> MigrationAction.parse(text).statement())
                .filter(CreateTable.class::isInstance)
                .map(statement -> ObjectName.resolve(((CreateTable) statement).name(), verifier.session()))
                .filter(name -> !TemporaryName.removePlannedSuffix(name.name()).equals(name.name()))
                .map(name -> name.withName(TemporaryName.removePlannedSuffix(name.name())))
                .toList();
    }

    /** Returns the migrations before a migration, by the hashes that they name. */
    private static List<Migration> findPredecessors(List<Migration> chain, Migration migration) {
        List<Migration> predecessors = new ArrayList<>();
        Optional<Migration> predecessor = findPredecessor(chain, migration);
        while (predecessor.isPresent() && !predecessors.contains(predecessor.get())) {
            predecessors.add(0, predecessor.get());
            predecessor = findPredecessor(chain, predecessor.get());
        }
        return predecessors;
    }

    private static Optional<Migration> findPredecessor(List<Migration> chain, Migration migration) {
        return chain.stream()
                .filter(candidate -> candidate.hash().equals(migration.predecessorHash()))
                .findFirst();
    }

    private Optional<Catalog> apply(List<Migration> chain) {
        MigrationChain verifiedChain = MigrationChain.verify(chain, verifier);
        return verifiedChain.isValid() ? Optional.of(verifiedChain.lastCatalog()) : Optional.empty();
    }

    private static Optional<Table> findTable(Catalog catalog, ObjectName name) {
        return catalog.findTable(name.database(), name.name());
    }

    /** Returns whether the table in a catalog has the column with another definition. */
    private static boolean differs(Catalog catalog, ObjectName tableName, Column column) {
        return findTable(catalog, tableName)
                .flatMap(table -> table.findColumn(column.name()))
                .filter(otherColumn -> !otherColumn.hasSameDefinition(column))
                .isPresent();
    }
}
