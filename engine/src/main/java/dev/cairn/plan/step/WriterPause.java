package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;

/**
 * Describes how long the writers of a rebuilt table must be stopped: rows that they write after the copy would be
 * lost.
 */
public final class WriterPause {
    private WriterPause() {}

    /** Describes the pause if it begins or ends with a step; empty otherwise. */
    public static Optional<String> describe(Step step) {
        ObjectName objectName = step.object();
        if (objectName == null || !step.action().isMarked(Marker.Rebuild.class)) {
            return Optional.empty();
        }
        String instruction = "stop all writers of " + TemporaryName.removePlannedSuffix(objectName.name());
        Statement statement = step.action().statement();
        if (statement instanceof Statement.CreateTable) {
            return Optional.of(instruction + " until it is replaced");
        }
        return statement instanceof Statement.AlterTable
                ? Optional.of(instruction + " from the INSERT to this statement")
                : Optional.empty();
    }
}
