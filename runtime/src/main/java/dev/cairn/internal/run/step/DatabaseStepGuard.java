package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;

/**
 * Guards a step that creates a database. A database has no definition to compare, so an existing one is used as it is:
 * an administrator may have created it for a user who may not, and a downgrade keeps it.
 */
record DatabaseStepGuard(Statement.CreateDatabase statement) implements StepGuard {
    @Override
    public Optional<InspectionResult> inspect(ServerConnection connection) {
        String name = statement.name().lastPart().text();
        boolean exists = connection.fetchRows("SHOW DATABASES").stream().anyMatch(row -> name.equals(row.get(0)));
        return Optional.of(exists ? InspectionResult.AFTER : InspectionResult.BEFORE);
    }
}
