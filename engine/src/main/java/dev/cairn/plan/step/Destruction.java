package dev.cairn.plan.step;

import dev.cairn.catalog.Table;
import dev.cairn.engine.alter.ClauseKind;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The data that a statement destroys. */
public record Destruction(SimulatedAction played) {
    /** Describes the data in the words of the marker; empty if the statement destroys none. */
    public Optional<String> description() {
        Statement statement = played.action().statement();
        if (statement instanceof AlterTable alter) {
            return by(alter);
        }
        if (statement instanceof Statement.DropTable drop) {
            ObjectName name = ObjectName.of(drop.table(), played.session());
            // The rows in a staging table are copies that a rebuild made.
            boolean holdsRows =
                    SchemaObject.find(played.before(), name).isPresent() && !StagingName.isStaging(name.name());
            return holdsRows ? Optional.of("drops " + StagingName.plain(name.name())) : Optional.empty();
        }
        if (statement instanceof Statement.TruncateTable truncate) {
            return Optional.of("empties " + truncate.table());
        }
        if (statement instanceof Statement.DropDatabase drop) {
            return Optional.of("drops database " + drop.name());
        }
        return statement instanceof Statement.Opaque opaque ? by(opaque) : Optional.empty();
    }

    private static Optional<String> by(Statement.Opaque opaque) {
        if (opaque.keywords().contains("DELETE")) {
            return Optional.of("deletes rows of " + opaque.target());
        }
        return opaque.keywords().size() > 1 && opaque.keywords().get(1).equals("OVERWRITE")
                ? Optional.of("overwrites " + opaque.target())
                : Optional.empty();
    }

    private Optional<String> by(AlterTable alter) {
        ObjectName name = ObjectName.of(alter.table(), played.session());
        Optional<Table> table = played.before().table(name.database(), name.name());
        List<String> destroyed = new ArrayList<>();
        // The rows were copied before, and a separate marker describes those that were not.
        boolean moved = played.action().isMarked(Marker.Rebuild.class);
        for (AlterClause clause : alter.clauses()) {
            if (!(moved && clause instanceof AlterClause.ReplacePartitions)) {
                table.flatMap(before -> ClauseKind.of(clause).destroyed(before, clause))
                        .ifPresent(destroyed::add);
            }
        }
        return destroyed.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", destroyed));
    }
}
