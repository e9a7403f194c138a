package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Action;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing to do to a table.
 *
 * @param part what is another one afterwards
 * @param ways what does it, the best way first: the server takes the one here and the other there
 */
record Change(ObjectPart part, List<Way> ways) {
    Change {
        ways = List.copyOf(ways);
    }

    /** A clause of ALTER TABLE, a whole statement, or several statements that only together are of use. */
    sealed interface Way {
        record Clause(AlterClause clause) implements Way {}

        record Whole(Statement statement) implements Way {}

        record Sequence(List<Action> actions) implements Way {
            public Sequence {
                actions = List.copyOf(actions);
            }
        }
    }

    static Change of(ObjectPart part, AlterClause... clauses) {
        return new Change(
                part, List.of(clauses).stream().<Way>map(Way.Clause::new).toList());
    }

    static Change of(ObjectPart part, Statement statement) {
        return new Change(part, List.of(new Way.Whole(statement)));
    }

    /** The clause of the best way, which may stand in one statement with others. */
    List<AlterClause> clauses() {
        return !ways.isEmpty() && ways.get(0) instanceof Way.Clause clause ? List.of(clause.clause()) : List.of();
    }

    /** The same change, for which there is also another way, if all of these fail. */
    Change or(Way last) {
        List<Way> more = new ArrayList<>(ways);
        more.add(last);
        return new Change(part, more);
    }

    static List<Action> actions(Way way, QualifiedName table) {
        if (way instanceof Way.Sequence sequence) {
            return sequence.actions();
        }
        return List.of(Action.of(
                way instanceof Way.Clause clause
                        ? new Statement.AlterTable(table, List.of(clause.clause()), Span.NONE)
                        : ((Way.Whole) way).statement()));
    }
}
