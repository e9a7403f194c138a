package dev.cairn.plan.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.cluster.ClusterRules;
import dev.cairn.sql.ast.ClusterAlteration;
import dev.cairn.sql.ast.ClusterAlteration.Effect;
import dev.cairn.sql.ast.ClusterClause;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Plans the statements that lead from one definition of a cluster object to another, by the grammar and the rules of its kind. */
public final class ClusterPlanning {
    private ClusterPlanning() {}

    public static ClusterStatement drop(ClusterObject object) {
        return new DropClusterObject(object.kind(), QualifiedName.of(object.name()), false, Span.NONE);
    }

    /**
     * Returns the ways to change an object, the best one first; each is a list of statements, of which the server may refuse one. None
     * of them drops an object that can't be created again without a loss.
     */
    public static List<List<ClusterStatement>> planChange(ClusterObject before, ClusterObject after) {
        List<List<ClusterStatement>> ways = new ArrayList<>();
        alter(before, after).ifPresent(ways::add);
        if (after.kind().isReplaceable()) {
            ways.add(List.of(after.toCreateStatement(IfExists.REPLACE)));
        } else if (ClusterRules.of(after.kind()).recreationProblem().isEmpty()) {
            ways.add(List.of(drop(before), after.toCreateStatement(IfExists.REFUSE)));
        }
        return ways;
    }

    /** Returns one ALTER for each clause that differs; empty if any of the differences can't be made by ALTER. */
    private static Optional<List<ClusterStatement>> alter(ClusterObject before, ClusterObject after) {
        ClusterRules rules = ClusterRules.of(after.kind());
        SortedSet<ClusterPart> differing = new TreeSet<>(before.parts().keySet());
        differing.addAll(after.parts().keySet());
        differing.removeIf(
                part -> Objects.equals(before.parts().get(part), after.parts().get(part)));
        List<ClusterStatement> statements = new ArrayList<>();
        for (ClusterClause clause : after.kind().clauses()) {
            List<ClusterItem> items = new ArrayList<>();
            boolean isSet = clause.form() == ClusterClause.Form.CONDITIONS;
            for (ClusterPart part : differing) {
                if (part.clause().equals(clause.name())) {
                    Optional<String> value = Optional.ofNullable(after.parts().get(part))
                            .or(() -> isSet ? Optional.empty() : rules.neutralValue(part));
                    if (value.isEmpty() || !rules.isAlterable(part)) {
                        return Optional.empty();
                    }
                    items.add(ClusterItem.of(part, value.get()));
                }
            }
            Optional<ClusterAlteration> alteration =
                    after.kind().findAlteration(clause.name(), isSet ? Effect.ADD : Effect.SET);
            if (!items.isEmpty()) {
                if (alteration.isEmpty()) {
                    return Optional.empty();
                }
                statements.add(
                        AlterClusterObject.of(after.kind(), after.name(), new ClusterChange(alteration.get(), items)));
            }
        }
        return Optional.of(statements);
    }
}
