package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.engine.property.SwappedConstraints;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import dev.cairn.sql.ast.AlterClause.RenameColumn;
import dev.cairn.sql.ast.AlterClause.RenamePartition;
import dev.cairn.sql.ast.AlterClause.RenameRollup;
import dev.cairn.sql.ast.AlterClause.RenameTable;
import dev.cairn.sql.ast.AlterClause.Swap;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies RENAME of a table, a column, a rollup or a partition, and SWAP of two tables. */
final class Renaming {
    private Renaming() {}

    static void check(AlterTableContext alteration, RenameTable clause) {
        if (alteration.table().name().equals(clause.newName().text())) {
            throw Refusal.analysis(clause.span(), CommonRule.RENAMED_TO_ITSELF, RuleSubject.TABLE, clause.newName());
        }
        NameValidation.checkTable(clause.newName().text(), clause.newName().span());
    }

    static void check(AlterTableContext alteration, RenameColumn clause) {
        NameValidation.checkColumn(
                alteration.profile(), clause.newName().text(), clause.newName().span());
    }

    static StatementResult rename(AlterTableContext alteration, RenameTable clause) {
        Name to = clause.newName();
        Database database = alteration.database();
        if (database.hasObject(to.text())) {
            throw Refusal.execution(to.span(), CommonRule.EXISTS, RuleSubject.TABLE, to);
        }
        requireNoRollup(alteration.table(), to);
        Table table = alteration.table();
        Database after = database.without(table.name()).with(table.withName(to.text()));
        DependentMaterializedViews dependents = DependentMaterializedViews.of(
                DeclaredConstraints.of(alteration.server().catalog().with(after))
                        .renameTable(database.name(), table.name(), to.text()));
        dependents.deactivate(database.name(), table.name(), InactiveReason.renamed(table.name()));
        return alteration.server().resultOf(dependents.followRename(database.name(), table.name(), to.text()));
    }

    static StatementResult swap(AlterTableContext alteration, Swap clause) {
        Table table = alteration.table();
        Database database = alteration.database();
        Name with = clause.other();
        if (database.materializedView(with.text()).isPresent()) {
            throw Refusal.execution(with.span(), NameRule.VIEW_SWAPPED_WITH_TABLE);
        }
        Table other = database.tables()
                .get(with.text())
                .orElseThrow(() -> Refusal.execution(with.span(), CommonRule.NOT_FOUND, RuleSubject.TABLE, with));
        requireNoRollup(other, new Name(table.name(), false, with.span()));
        requireNoRollup(table, with);
        SwappedConstraints.requireSame(table.properties(), other.properties(), with);
        Database without = database.without(table.name()).without(other.name());
        Database after = without.with(table.withName(other.name())).with(other.withName(table.name()));
        DependentMaterializedViews dependents = DependentMaterializedViews.of(
                DeclaredConstraints.of(alteration.server().catalog().with(after))
                        .swapTables(database.name(), table.name(), other.name()));
        dependents.deactivate(database.name(), table.name(), InactiveReason.swapped(table.name()));
        dependents.deactivate(database.name(), other.name(), InactiveReason.swapped(other.name()));
        return alteration.server().resultOf(dependents.followSwap(database.name(), table.name(), other.name()));
    }

    /** Refuses a name that a rollup has; the server also counts the table itself as one of its rollups. */
    private static void requireNoRollup(Table table, Name name) {
        boolean used =
                table.name().equals(name.text()) || table.rollup(name.text()).isPresent();
        if (used) {
            throw Refusal.execution(name.span(), CommonRule.EXISTS, RuleSubject.ROLLUP, name);
        }
    }

    static StatementResult rename(AlterTableContext alteration, RenameColumn clause) {
        Table table = alteration.table();
        Name from = clause.oldName();
        Name to = clause.newName();
        table.requireUnprotected(from, true);
        Optional<Column> column = table.column(from.text());
        if (column.isEmpty()) {
            throw Refusal.execution(from.span(), ServerError.UNKNOWN_COLUMN, from, table.name());
        }
        if (table.column(to.text()).isPresent()) {
            throw Refusal.execution(to.span(), ServerError.DUPLICATE_COLUMN, to);
        }
        StatementResult applied =
                alteration.resultOf(ColumnRenaming.renameIn(table, column.get().name(), to.text()));
        return alteration
                .server()
                .resultOf(DependentMaterializedViews.of(DeclaredConstraints.of(applied.catalog())
                                .renameColumn(
                                        alteration.database().name(),
                                        table.name(),
                                        column.get().name(),
                                        to.text()))
                        .deactivateReaders(alteration.database().name(), table.name(), List.of(from.text())));
    }

    static StatementResult rename(AlterTableContext alteration, RenameRollup clause) {
        Table table = alteration.table();
        Name from = clause.oldName();
        Name to = clause.newName();
        if (from.text().equals(table.name())) {
            throw Refusal.execution(from.span(), AlterRule.ROLLUP_NAMED, "of the table");
        }
        if (from.text().equals(to.text())) {
            throw Refusal.execution(to.span(), CommonRule.RENAMED_TO_ITSELF, RuleSubject.ROLLUP, to);
        }
        if (table.rollup(from.text()).isEmpty()) {
            throw Refusal.execution(from.span(), CommonRule.NOT_FOUND, RuleSubject.ROLLUP, from);
        }
        if (to.text().equals(table.name()) || table.rollup(to.text()).isPresent()) {
            throw Refusal.execution(to.span(), CommonRule.EXISTS, RuleSubject.ROLLUP, to);
        }
        List<Rollup> rollups = new ArrayList<>(table.rollups());
        rollups.replaceAll(rollup -> rollup.name().equals(from.text()) ? rollup.withName(to.text()) : rollup);
        return alteration.resultOf(table.withRollups(rollups));
    }

    static StatementResult rename(AlterTableContext alteration, RenamePartition clause) {
        Table table = alteration.table();
        TablePartitions partitions = TablePartitions.of(table);
        Name from = clause.oldName();
        Name to = clause.newName();
        if (!table.partitioning().isByRange()) {
            throw Refusal.execution(from.span(), CommonRule.REQUIRES, "RENAME PARTITION", "partitions");
        }
        if (table.partitioning().automatic()) {
            throw Refusal.execution(
                    from.span(), CommonRule.UNSUPPORTED, "Automatic partitioning", "renamed partitions");
        }
        if (from.is(to.text())) {
            throw Refusal.execution(to.span(), CommonRule.RENAMED_TO_ITSELF, RuleSubject.PARTITION, to);
        }
        if (!partitions.has(from.text())) {
            throw Refusal.execution(from.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, from);
        }
        if (partitions.has(to.text()) || partitions.hasTemporary(to.text())) {
            throw Refusal.execution(to.span(), CommonRule.EXISTS, RuleSubject.PARTITION, to);
        }
        return alteration.resultOf(partitions.rename(from.text(), to));
    }
}
