package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A single change of a table.
 *
 * @param part the part that the change modifies
 * @param alternatives the ways to make the change, the preferred one first; which of them the server accepts depends on
 *     the table
 */
record TableChange(ObjectPart part, List<Alternative> alternatives) {
    TableChange {
        alternatives = List.copyOf(alternatives);
    }

    /** A clause of ALTER TABLE, or statements that are only useful together. */
    sealed interface Alternative {
        record ClauseAlternative(AlterClause clause) implements Alternative {}

        record ActionSequence(List<MigrationAction> actions) implements Alternative {
            public ActionSequence {
                actions = List.copyOf(actions);
            }
        }
    }

    /** Creates a change with a choice of clauses, the preferred one first: only one of them is applied. */
    static TableChange of(ObjectPart part, AlterClause... clauses) {
        return new TableChange(
                part,
                List.of(clauses).stream()
                        .<Alternative>map(Alternative.ClauseAlternative::new)
                        .toList());
    }

    /** Creates a change with a single alternative: all of the statements, one after another. */
    static TableChange of(ObjectPart part, Statement... statements) {
        List<MigrationAction> actions =
                Stream.of(statements).map(MigrationAction::of).toList();
        return new TableChange(part, List.of(new Alternative.ActionSequence(actions)));
    }

    /** Returns the changes that drop the differing indexes; a changed index is dropped and added. */
    static List<TableChange> createIndexDrops(
            List<IndexDefinition> currentIndexes, SortedSet<ObjectPart> differingParts) {
        return createIndexChanges(
                currentIndexes,
                differingParts,
                index -> new AlterClause.DropIndex(Name.of(index.name().text()), Span.NONE));
    }

    /** Returns the changes that add the differing indexes. */
    static List<TableChange> createIndexAdditions(
            List<IndexDefinition> desiredIndexes, SortedSet<ObjectPart> differingParts) {
        return createIndexChanges(desiredIndexes, differingParts, index -> new AlterClause.AddIndex(index, Span.NONE));
    }

    private static List<TableChange> createIndexChanges(
            List<IndexDefinition> indexes,
            SortedSet<ObjectPart> differingParts,
            Function<IndexDefinition, AlterClause> clauseFactory) {
        List<TableChange> changes = new ArrayList<>();
        for (IndexDefinition index : indexes) {
            ObjectPart part = ObjectPart.ofIndex(index.name().text());
            if (differingParts.contains(part)) {
                changes.add(of(part, clauseFactory.apply(index)));
            }
        }
        return changes;
    }

    /**
     * Returns the clause of the preferred alternative, which one statement may combine with others; an empty list if
     * this alternative consists of whole statements.
     */
    List<AlterClause> combinableClauses() {
        return !alternatives.isEmpty() && alternatives.get(0) instanceof Alternative.ClauseAlternative clauseAlternative
                ? List.of(clauseAlternative.clause())
                : List.of();
    }

    /** Returns the same change with one more alternative, the last resort. */
    TableChange withLastResort(Alternative lastResort) {
        List<Alternative> extendedAlternatives = new ArrayList<>(alternatives);
        extendedAlternatives.add(lastResort);
        return new TableChange(part, extendedAlternatives);
    }
}
