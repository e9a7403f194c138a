package dev.cairn.internal.run.step.evidence;

import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RowChangeInspector;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect;
import java.util.Objects;

/** The kind of evidence that shows whether a started statement has run. */
public enum CompletionEvidence {
    /** The server shows what the statement changes, or the statement is idempotent. */
    INSPECTION,
    /** The server remembers the label of the load. */
    LABEL,
    /** The server keeps no record of the statement; {@link RowChangeInspector} may show whether rows were changed. */
    NONE;

    /** Returns the evidence that the server keeps of a step's statement. */
    public static CompletionEvidence of(StatementStep step) {
        Statement statement = step.requireStatement();
        if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            boolean isInsert = opaqueStatement.target() != null
                    && opaqueStatement.firstKeyword().equals("INSERT");
            // An external catalog, whose tables have names of three parts, keeps no labels.
            boolean hasLabel = isInsert
                    && Objects.requireNonNull(opaqueStatement.target()).parts().size() < 3
                    && !step.overwritesDynamically();
            return hasLabel ? LABEL : NONE;
        }
        if (statement instanceof Statement.CreateTableAsSelect) {
            // The table exists before its rows do, so it does not show whether the rows were written.
            return NONE;
        }
        return isInspectable(step) || isIdempotent(step) || statement.isSwap() ? INSPECTION : NONE;
    }

    /**
     * Returns whether the server shows the effect of the statement. It does not show changes of rows. Only for cluster
     * objects does it show whether they are active.
     */
    private static boolean isInspectable(StatementStep step) {
        return step.simulatedStep().touchedParts().stream()
                .map(TouchedPart::part)
                .map(ObjectPart::kind)
                .anyMatch(kind -> kind.isDefinition() || step.requireStatement() instanceof ClusterStatement);
    }

    /** Returns whether the statement is idempotent. This matters if the server does not show its effect. */
    public static boolean isIdempotent(StatementStep step) {
        Statement statement = step.requireStatement();
        if (statement instanceof Statement.AlterTable alter) {
            return step.isRepeatable()
                    || alter.clauses().stream()
                            .allMatch(clause -> AlterClauseKind.of(clause).isRepeatable(clause));
        }
        if (statement instanceof ClusterStatement) {
            return step.isRepeatable() || onlySetsParts(statement);
        }
        boolean changesRows = statement instanceof Statement.TruncateTable || statement instanceof Statement.Recover;
        return step.isRepeatable() || (!changesRows && !statement.isSwap());
    }

    /**
     * Returns whether a statement only sets parts of a cluster object. A statement for a load may also move offsets.
     */
    private static boolean onlySetsParts(Statement statement) {
        return statement instanceof ClusterStatement.AlterClusterObject alter
                && !alter.kind().fillsTable()
                && alter.changes().stream()
                        .allMatch(change -> change.alteration().effect() == AlterationEffect.SET);
    }
}
