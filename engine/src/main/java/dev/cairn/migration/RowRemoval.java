package dev.cairn.migration;

import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.TableStatement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the statements of a migration that remove all rows of a table or of a partition without the consent of the marker
 * {@code -- destructive:}. Recording writes the marker; a statement that was written by hand may lack it.
 */
final class RowRemoval {
    /** The code of the finding, with which {@code -- allow:} accepts a statement that databases have already run. */
    private static final String CODE = "unmarked-destruction";

    /** Tables that the migration itself creates have no rows but its own. */
    private final Set<String> created = new HashSet<>();

    /** Returns what the statement does, if it needs the marker and does not have it. */
    Optional<String> unmarked(Action action) {
        Statement statement = action.statement();
        if (statement instanceof TableStatement create) {
            created.add(create.name().toString());
        }
        boolean accepted = action.isMarked(Marker.Destructive.class)
                || action.markers().stream()
                        .anyMatch(marker -> marker instanceof Marker.Allowed allowed
                                && allowed.code().equals(CODE));
        return statement == null || accepted ? Optional.empty() : description(statement, action);
    }

    private Optional<String> description(Statement statement, Action action) {
        if (statement instanceof Statement.TruncateTable truncate) {
            return of("empties ", truncate.table());
        }
        if (!(statement instanceof Statement.Opaque opaque) || !opaque.changesRows() || action.isUnread()) {
            return Optional.empty();
        }
        Manipulation manipulation = Sql.parseManipulation(opaque);
        if (manipulation instanceof Manipulation.Insert insert && insert.overwrite() && !insert.withoutTable()) {
            return of("overwrites ", insert.target());
        }
        return manipulation instanceof Manipulation.Delete delete
                        && delete.using().isEmpty()
                        && (delete.where() == null || isConstant(delete.where()))
                ? of("deletes all rows of ", delete.target())
                : Optional.empty();
    }

    private Optional<String> of(String effect, QualifiedName table) {
        return created.contains(table.toString())
                        || StagingName.isStaging(table.last().text())
                ? Optional.empty()
                : Optional.of(effect + table);
    }

    /** Whether a condition is the same for all rows. */
    private static boolean isConstant(Expression expression) {
        List<Expression> parts = expression.parts();
        return expression.query() == null
                && !(expression instanceof Expression.Reference)
                && parts.stream().allMatch(RowRemoval::isConstant);
    }
}
