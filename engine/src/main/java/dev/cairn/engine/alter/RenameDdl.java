package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.engine.property.SwappedConstraintsCheck;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.AlterClause.RenameColumn;
import dev.cairn.sql.ast.AlterClause.RenamePartition;
import dev.cairn.sql.ast.AlterClause.RenameRollup;
import dev.cairn.sql.ast.AlterClause.RenameTable;
import dev.cairn.sql.ast.AlterClause.SwapTable;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies RENAME of a table, a column, a rollup or a partition, and SWAP of two tables. Everything that refers to an
 * object by name gets the new name or becomes inactive, as on the server.
 */
final class RenameDdl {
    private RenameDdl() {}

    static void check(AlterTableContext context, RenameTable clause) {
        if (context.table().name().equals(clause.newName().text())) {
            throw Refusal.ofAnalysis(clause.span(), CommonRule.RENAMED_TO_ITSELF, RuleSubject.TABLE, clause.newName());
        }
        NameValidation.requireValidTableName(
                clause.newName().text(), clause.newName().span());
    }

    static void check(AlterTableContext context, RenameColumn clause) {
        NameValidation.requireValidColumnName(
                context.profile(), clause.newName().text(), clause.newName().span());
    }

    static StatementResult rename(AlterTableContext context, RenameTable clause) {
        Name newName = clause.newName();
        Database database = context.database();
        if (database.hasObject(newName.text())) {
            throw Refusal.ofExecution(newName.span(), CommonRule.ALREADY_EXISTS, RuleSubject.TABLE, newName);
        }
        requireNotRollupName(context.table(), newName);
        Table table = context.table();
        Database renamedDatabase = database.withoutTable(table.name()).withTable(table.withName(newName.text()));
        DependentMaterializedViews dependentViews = DependentMaterializedViews.of(
                DeclaredConstraints.of(context.server().catalog().withDatabase(renamedDatabase))
                        .followTableRename(database.name(), table.name(), newName.text()));
        dependentViews.deactivateAllReaders(database.name(), table.name(), InactiveReason.baseRenamed(table.name()));
        return context.server()
                .createResult(dependentViews.followRename(database.name(), table.name(), newName.text()));
    }

    static StatementResult swap(AlterTableContext context, SwapTable clause) {
        Table table = context.table();
        Database database = context.database();
        Name otherName = clause.otherTableName();
        if (database.findMaterializedView(otherName.text()).isPresent()) {
            throw Refusal.ofExecution(otherName.span(), NameRule.VIEW_SWAPPED_WITH_TABLE);
        }
        Table otherTable = database.tables()
                .get(otherName.text())
                .orElseThrow(() ->
                        Refusal.ofExecution(otherName.span(), CommonRule.NOT_FOUND, RuleSubject.TABLE, otherName));
        requireNotRollupName(otherTable, Name.ofUnquoted(table.name(), otherName.span()));
        requireNotRollupName(table, otherName);
        SwappedConstraintsCheck.requireSame(table.properties(), otherTable.properties(), otherName);
        Database remainingDatabase = database.withoutTable(table.name()).withoutTable(otherTable.name());
        Database swappedDatabase = remainingDatabase
                .withTable(table.withName(otherTable.name()))
                .withTable(otherTable.withName(table.name()));
        DependentMaterializedViews dependentViews = DependentMaterializedViews.of(
                DeclaredConstraints.of(context.server().catalog().withDatabase(swappedDatabase))
                        .followTableSwap(database.name(), table.name(), otherTable.name()));
        dependentViews.deactivateAllReaders(database.name(), table.name(), InactiveReason.baseSwapped(table.name()));
        dependentViews.deactivateAllReaders(
                database.name(), otherTable.name(), InactiveReason.baseSwapped(otherTable.name()));
        return context.server()
                .createResult(dependentViews.detachReadersOfSwapped(database.name(), table.name(), otherTable.name()));
    }

    /** Requires that no rollup has the name; the server also counts the table itself as one of its rollups. */
    private static void requireNotRollupName(Table table, Name name) {
        boolean isNameTaken = table.name().equals(name.text())
                || table.findRollup(name.text()).isPresent();
        if (isNameTaken) {
            throw Refusal.ofExecution(name.span(), CommonRule.ALREADY_EXISTS, RuleSubject.ROLLUP, name);
        }
    }

    static StatementResult rename(AlterTableContext context, RenameColumn clause) {
        Table table = context.table();
        Name oldName = clause.oldName();
        Name newName = clause.newName();
        table.requireNoDependentRollupIgnoringCase(oldName);
        Optional<Column> column = table.findColumn(oldName.text());
        if (column.isEmpty()) {
            throw Refusal.ofExecution(oldName.span(), ServerError.UNKNOWN_COLUMN, oldName, table.name());
        }
        if (table.findColumn(newName.text()).isPresent()) {
            throw Refusal.ofExecution(newName.span(), ServerError.DUPLICATE_COLUMN, newName);
        }
        StatementResult statementResult =
                context.createResult(ColumnRenamer.renameIn(table, column.get().name(), newName.text()));
        return context.server()
                .createResult(DependentMaterializedViews.of(DeclaredConstraints.of(statementResult.catalog())
                                .followColumnRename(
                                        context.database().name(),
                                        table.name(),
                                        column.get().name(),
                                        newName.text()))
                        .deactivateColumnReaders(context.database().name(), table.name(), List.of(oldName.text())));
    }

    static StatementResult rename(AlterTableContext context, RenameRollup clause) {
        Table table = context.table();
        Name oldName = clause.oldName();
        Name newName = clause.newName();
        if (oldName.text().equals(table.name())) {
            throw Refusal.ofExecution(oldName.span(), AlterRule.ROLLUP_NAMED, "of the table");
        }
        if (oldName.text().equals(newName.text())) {
            throw Refusal.ofExecution(newName.span(), CommonRule.RENAMED_TO_ITSELF, RuleSubject.ROLLUP, newName);
        }
        if (table.findRollup(oldName.text()).isEmpty()) {
            throw Refusal.ofExecution(oldName.span(), CommonRule.NOT_FOUND, RuleSubject.ROLLUP, oldName);
        }
        if (newName.text().equals(table.name())
                || table.findRollup(newName.text()).isPresent()) {
            throw Refusal.ofExecution(newName.span(), CommonRule.ALREADY_EXISTS, RuleSubject.ROLLUP, newName);
        }
        List<Rollup> rollups = new ArrayList<>(table.rollups());
        rollups.replaceAll(rollup -> rollup.name().equals(oldName.text()) ? rollup.withName(newName.text()) : rollup);
        return context.createResult(table.withRollups(rollups));
    }

    static StatementResult rename(AlterTableContext context, RenamePartition clause) {
        Table table = context.table();
        TablePartitions partitions = TablePartitions.of(table);
        Name oldName = clause.oldName();
        Name newName = clause.newName();
        if (!table.partitioning().isByRange()) {
            throw Refusal.ofExecution(oldName.span(), CommonRule.REQUIREMENT_MISSING, "RENAME PARTITION", "partitions");
        }
        if (table.partitioning().isAutomatic()) {
            throw Refusal.ofExecution(
                    oldName.span(), CommonRule.UNSUPPORTED, "Automatic partitioning", "renamed partitions");
        }
        if (oldName.equalsIgnoreCase(newName.text())) {
            throw Refusal.ofExecution(newName.span(), CommonRule.RENAMED_TO_ITSELF, RuleSubject.PARTITION, newName);
        }
        if (!partitions.hasPartition(oldName.text())) {
            throw Refusal.ofExecution(oldName.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, oldName);
        }
        if (partitions.hasPartition(newName.text()) || partitions.hasTemporaryPartition(newName.text())) {
            throw Refusal.ofExecution(newName.span(), CommonRule.ALREADY_EXISTS, RuleSubject.PARTITION, newName);
        }
        return context.createResult(partitions.withRenamedPartition(oldName.text(), newName));
    }
}
