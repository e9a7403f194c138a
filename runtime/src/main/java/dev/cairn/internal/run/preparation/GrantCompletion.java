package dev.cairn.internal.run.preparation;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.Optional;

/**
 * The kind of statement that completes a transfer of grants. Changes to the grants of the old object before that
 * statement are transferred, too.
 */
public enum GrantCompletion {
    /** No later statement completes the transfer; its own step applies the grants. */
    NONE,
    /** The two objects are swapped. */
    SWAP,
    /** The old object is dropped or renamed. */
    REMOVAL;

    /** Returns how a statement completes a transfer; NONE if the statement does not complete it. */
    static GrantCompletion of(RunStep.GrantStep grantStep, StatementStep laterStep) {
        Statement statement = laterStep.simulatedStep().action().statement();
        if (statement == null || statement instanceof AccessStatement) {
            return NONE;
        }
        Optional<ObjectName> changedName =
                statement.changedObject().map(name -> ObjectName.resolve(name, laterStep.session()));
        if (changedName.isEmpty()) {
            return NONE;
        }
        boolean changesSource = changedName.get().equals(grantStep.sourceName());
        Optional<Name> swapPartnerName = statement.swapPartner();
        if (swapPartnerName.isPresent()) {
            ObjectName otherName =
                    changedName.get().withName(swapPartnerName.get().text());
            boolean swapsBothObjects = (changesSource && otherName.equals(grantStep.targetName()))
                    || (changedName.get().equals(grantStep.targetName()) && otherName.equals(grantStep.sourceName()));
            return swapsBothObjects ? SWAP : NONE;
        }
        return changesSource && isRemoval(statement) ? REMOVAL : NONE;
    }

    private static boolean isRemoval(Statement statement) {
        return statement instanceof Statement.DropTable
                || statement instanceof ViewStatement.DropView
                || statement instanceof ViewStatement.DropMaterializedView
                || (statement instanceof ViewStatement.AlterMaterializedView alterView
                        && alterView.change() instanceof MaterializedViewChange.RenameView)
                || (statement instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.RenameTable);
    }
}
