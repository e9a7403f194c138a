package dev.cairn.internal.run.preparation;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.Optional;

/** The statement that completes a transfer of grants: until then, the grants of the old object count. */
public enum GrantCompletion {
    /** No statement completes the transfer: its own step gives the grants. */
    NONE,
    /** The two objects are swapped. */
    SWAP,
    /** The old object is dropped or renamed. */
    REMOVAL;

    /** Returns how a statement completes a transfer; NONE if the statement does not complete it. */
    static GrantCompletion of(RunStep.GrantStep transfer, RunStep.StatementStep laterStatement) {
        Statement statement = laterStatement.step().action().statement();
        if (statement == null || statement instanceof AccessStatement) {
            return NONE;
        }
        Optional<ObjectName> changedName =
                statement.changedObject().map(name -> ObjectName.resolve(name, laterStatement.session()));
        if (changedName.isEmpty()) {
            return NONE;
        }
        boolean changesSource = changedName.get().equals(transfer.sourceObject());
        Optional<Name> swapPartner = findSwapPartner(statement);
        if (swapPartner.isPresent()) {
            ObjectName otherName = changedName.get().withName(swapPartner.get().text());
            boolean swapsBothObjects = (changesSource && otherName.equals(transfer.targetObject()))
                    || (changedName.get().equals(transfer.targetObject()) && otherName.equals(transfer.sourceObject()));
            return swapsBothObjects ? SWAP : NONE;
        }
        return changesSource && isRemoval(statement) ? REMOVAL : NONE;
    }

    private static Optional<Name> findSwapPartner(Statement statement) {
        if (statement instanceof ViewStatement.AlterMaterializedView view
                && view.change() instanceof MaterializedViewChange.SwapView swap) {
            return Optional.of(swap.otherViewName());
        }
        return statement instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.SwapTable swap
                ? Optional.of(swap.otherTableName())
                : Optional.empty();
    }

    private static boolean isRemoval(Statement statement) {
        return statement instanceof Statement.DropTable
                || statement instanceof ViewStatement.DropView
                || statement instanceof ViewStatement.DropMaterializedView
                || (statement instanceof ViewStatement.AlterMaterializedView view
                        && view.change() instanceof MaterializedViewChange.RenameView)
                || (statement instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.RenameTable);
    }
}
