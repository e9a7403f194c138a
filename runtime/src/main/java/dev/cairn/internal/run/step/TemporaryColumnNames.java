package dev.cairn.internal.run.step;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.change.RenameOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The temporary names of columns that a server refuses to add under their own names, because other columns were created
 * with these names. Plans can't avoid this: no definition shows the name with which a column was created, and each
 * rebuild of the table changes it. Such a column is added under a temporary name, and renamed right afterwards.
 */
final class TemporaryColumnNames {
    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private final Set<String> refusedColumnKeys = new HashSet<>();

    TemporaryColumnNames(RunContext context, StatementStep step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
    }

    /**
     * Notes the name of an added column that the server has refused. Returns whether the name was not noted before, so
     * that the statement has to be sent again; false if the refusal has another reason.
     */
    boolean noteRefusal(ServerRefusalException refusal) {
        return RefusalPatterns.findFormerColumnName(refusal)
                .map(Column::toKey)
                .filter(columnKey -> streamAddedColumnNames()
                        .anyMatch(name -> Column.toKey(name).equals(columnKey)))
                .filter(refusedColumnKeys::add)
                .isPresent();
    }

    private Stream<String> streamAddedColumnNames() {
        return step.simulatedStep().action().statement() instanceof Statement.AlterTable alter
                ? alter.clauses().stream()
                        .flatMap(TemporaryColumnNames::streamAddedColumns)
                        .map(column -> column.name().text())
                : Stream.empty();
    }

    private static Stream<ColumnDefinition> streamAddedColumns(AlterClause clause) {
        if (clause instanceof AlterClause.AddColumns additions) {
            return additions.columns().stream();
        }
        return clause instanceof AlterClause.AddColumn addition ? Stream.of(addition.column()) : Stream.empty();
    }

    /** Returns the clause with the temporary names of the columns whose own names the server has refused. */
    AlterClause replaceNames(AlterClause clause) {
        if (refusedColumnKeys.isEmpty()) {
            return clause;
        }
        if (clause instanceof AlterClause.AddColumns additions) {
            return new AlterClause.AddColumns(
                    additions.columns().stream().map(this::replaceName).toList(),
                    additions.rollup(),
                    additions.properties(),
                    additions.span());
        }
        return clause instanceof AlterClause.AddColumn addition
                ? new AlterClause.AddColumn(
                        replaceName(addition.column()),
                        replaceName(addition.position()),
                        addition.rollup(),
                        addition.properties(),
                        addition.span())
                : clause;
    }

    private ColumnDefinition replaceName(ColumnDefinition column) {
        return column.withName(replaceName(column.name()));
    }

    private AlterClause.@Nullable Position replaceName(AlterClause.@Nullable Position position) {
        return position instanceof AlterClause.Position.After after
                ? new AlterClause.Position.After(replaceName(after.column()))
                : position;
    }

    private Name replaceName(Name name) {
        return refusedColumnKeys.contains(Column.toKey(name.text()))
                ? Name.of(RenameOrder.temporaryName(name.text()))
                : name;
    }

    /**
     * Renames the added columns that have temporary names to their own names, including those that an earlier run has
     * added. Returns whether there were any.
     *
     * @param liveTable the table as the server shows it; empty if it shows the expected one
     */
    boolean restoreNames(Optional<Table> liveTable) {
        ObjectName tableName = step.simulatedStep().object();
        if (liveTable.isEmpty() || tableName == null) {
            return false;
        }
        List<String> renamedColumns = streamAddedColumnNames()
                .filter(name -> liveTable.get().findColumn(name).isEmpty()
                        && liveTable
                                .get()
                                .findColumn(RenameOrder.temporaryName(name))
                                .isPresent())
                .toList();
        for (String name : renamedColumns) {
            context.ledger().requireHeld();
            String renameSql = "ALTER TABLE " + SqlQuoting.quoteName(tableName) + " RENAME COLUMN "
                    + SqlQuoting.quoteName(RenameOrder.temporaryName(name)) + " TO " + SqlQuoting.quoteName(name);
            // An attempt whose answer was lost may have renamed the column: the next inspection shows it.
            connection.tryExecuteIdempotent(context::createBackoff, renameSql);
        }
        return !renamedColumns.isEmpty();
    }
}
