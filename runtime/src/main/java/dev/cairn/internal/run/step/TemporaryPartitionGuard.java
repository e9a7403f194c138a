package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.run.preparation.PlannedPartitionName;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Drops the temporary partitions that aborted runs left behind, together with the recorded ones: partitions that were
 * filled again have {@linkplain PlannedPartitionName other names}.
 */
final class TemporaryPartitionGuard implements StepGuard {
    private final StatementStep step;
    private final Statement.AlterTable alter;
    private final AlterClause.DropPartitions clause;

    private TemporaryPartitionGuard(StatementStep step, Statement.AlterTable alter, AlterClause.DropPartitions clause) {
        this.step = step;
        this.alter = alter;
        this.clause = clause;
    }

    /** Returns the guard of a step that drops temporary partitions of a rebuild; empty for any other step. */
    static Optional<StepGuard> find(StatementStep step) {
        return step.requireStatement() instanceof Statement.AlterTable alter
                        && alter.clauses().size() == 1
                        && alter.clauses().get(0) instanceof AlterClause.DropPartitions clause
                        && clause.isTemporary()
                        && clause.ifExists()
                        && clause.selection().names().stream()
                                .anyMatch(name -> new PlannedPartitionName(name.text()).isTemporary())
                ? Optional.of(new TemporaryPartitionGuard(step, alter, clause))
                : Optional.empty();
    }

    @Override
    public Optional<String> findReplacementStatement(ServerConnection connection) {
        ObjectName tableName = Objects.requireNonNull(step.simulatedStep().object());
        List<Name> names = new ArrayList<>(clause.selection().names());
        List<String> plannedNames = names.stream().map(Name::text).toList();
        TemporaryPartitionCheck.readRefilledPartitionNames(connection, tableName, plannedNames)
                .forEach(name -> names.add(Name.of(name)));
        return names.size() == clause.selection().names().size() ? Optional.empty() : Optional.of(render(names));
    }

    private String render(List<Name> names) {
        AlterClause extendedClause = new AlterClause.DropPartitions(
                true, true, AlterClause.DropPartitions.PartitionSelection.of(names), clause.isForced(), clause.span());
        return Sql.render(new Statement.AlterTable(alter.table(), List.of(extendedClause), alter.span()));
    }
}
