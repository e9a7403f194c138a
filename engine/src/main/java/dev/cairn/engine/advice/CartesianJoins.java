package dev.cairn.engine.advice;

import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.catalog.Table;
import dev.cairn.engine.advice.SelectParts.Condition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds relations of a FROM clause that no condition relates to the relations before them. CROSS JOIN, ON TRUE, table
 * functions, inline values and relations of a single row are not reported: they are combined on purpose.
 */
final class CartesianJoins {
    private final List<SelectParts> selects;
    private final SelectParts selectParts;
    private final Function<BoundRelation, @Nullable Table> tableFinder;

    /** The forest of related groups: the parent of each relation by its index; a root is its own parent. */
    private final int[] groupParentIndexes;

    private final List<UnrelatedRelations> unconditionalPairs = new ArrayList<>();
    /** Whether all names in the conditions are resolved to columns. */
    private boolean areAllNamesResolved = true;

    private CartesianJoins(
            List<SelectParts> selects, SelectParts selectParts, Function<BoundRelation, @Nullable Table> tableFinder) {
        this.selects = selects;
        this.selectParts = selectParts;
        this.tableFinder = tableFinder;
        this.groupParentIndexes = new int[selectParts.relations().size()];
        Arrays.setAll(groupParentIndexes, index -> index);
    }

    /** The relations on both sides of a comma or of a JOIN without a condition. */
    record UnrelatedRelations(List<BoundRelation> left, List<BoundRelation> right) {}

    /**
     * Returns the pairs of relations of one SELECT that no condition relates; none if the meaning of a condition is
     * uncertain.
     *
     * @param selects all SELECTs of the statement, since an outer SELECT may relate columns that a subquery returns
     * @param tableFinder returns the table of a relation; null if the relation is not a table
     */
    static List<UnrelatedRelations> findIn(
            List<SelectParts> selects, SelectParts selectParts, Function<BoundRelation, @Nullable Table> tableFinder) {
        return selectParts.relations().size() < 2
                ? List.of()
                : new CartesianJoins(selects, selectParts, tableFinder).findUnrelatedPairs();
    }

    private List<UnrelatedRelations> findUnrelatedPairs() {
        combineInOrder(selectParts.select().from());
        if (unconditionalPairs.isEmpty() || selects.stream().anyMatch(this::relatesColumnsOfSubquery)) {
            return List.of();
        }
        selectParts.conditions().forEach(this::relate);
        for (Name column : selectParts.usingColumns()) {
            relate(selectParts.bindings().columns(column));
        }
        Set<BoundRelation> singleRowRelations =
                new SingleRowAnalysis(selectParts.bindings(), tableFinder).findSingleRowRelations(selectParts.select());
        List<UnrelatedRelations> unrelatedPairs = new ArrayList<>();
        for (UnrelatedRelations pair : unconditionalPairs) {
            boolean isRelated = pair.left().stream()
                    .anyMatch(leftRelation -> pair.right().stream()
                            .anyMatch(rightRelation -> findGroupRoot(leftRelation) == findGroupRoot(rightRelation)));
            boolean hasSingleRowSide =
                    singleRowRelations.containsAll(pair.left()) || singleRowRelations.containsAll(pair.right());
            if (areAllNamesResolved && !isRelated && !hasSingleRowSide) {
                unrelatedPairs.add(pair);
            }
        }
        return unrelatedPairs;
    }

    /** Returns whether a condition of another SELECT compares two columns of one relation that is not a table. */
    private boolean relatesColumnsOfSubquery(SelectParts otherParts) {
        return otherParts != selectParts
                && otherParts.conditions().stream().anyMatch(condition -> {
                    Set<String> columnNames = new HashSet<>();
                    for (Expression.Reference reference : condition.references()) {
                        for (RelationField field : otherParts.resolveColumns(reference)) {
                            BoundRelation boundRelation = otherParts.findRelation(field);
                            if (boundRelation != null && boundRelation.source() == null) {
                                columnNames.add(field.name());
                            }
                        }
                    }
                    return columnNames.size() > 1;
                });
    }

    /** Combines each relation with the relations before it, and returns all of them. */
    private List<BoundRelation> combineInOrder(List<Relation> relations) {
        List<BoundRelation> precedingRelations = new ArrayList<>(combineJoinedRelations(relations.get(0)));
        for (Relation relation : relations.subList(1, relations.size())) {
            List<BoundRelation> nextRelations = combineJoinedRelations(relation);
            combine(
                    precedingRelations,
                    nextRelations,
                    relation instanceof Relation.Lateral || isTableFunctionOrValues(nextRelations));
            precedingRelations.addAll(nextRelations);
        }
        return precedingRelations;
    }

    /** Combines the relations of the joins in a relation, and returns all of them. */
    private List<BoundRelation> combineJoinedRelations(Relation relation) {
        if (relation instanceof Relation.Join join) {
            List<BoundRelation> leftRelations = combineJoinedRelations(join.left());
            List<BoundRelation> rightRelations = combineJoinedRelations(join.right());
            boolean lacksCondition = join.on() == null
                    && join.using().isEmpty()
                    && (join.kind() == Relation.JoinOperator.Kind.JOIN
                            || join.kind() == Relation.JoinOperator.Kind.INNER_JOIN);
            combine(
                    leftRelations,
                    rightRelations,
                    !lacksCondition || join.isLateral() || isTableFunctionOrValues(rightRelations));
            List<BoundRelation> joinedRelations = new ArrayList<>(leftRelations);
            joinedRelations.addAll(rightRelations);
            return joinedRelations;
        }
        if (relation instanceof Relation.Parenthesized parenthesized) {
            return combineInOrder(parenthesized.relations());
        }
        if (relation instanceof Relation.Lateral lateral) {
            return combineJoinedRelations(lateral.relation());
        }
        return selectParts.relations().stream()
                .filter(boundRelation -> boundRelation.relation() == relation)
                .toList();
    }

    private static boolean isTableFunctionOrValues(List<BoundRelation> relations) {
        Relation relation = relations.get(0).relation();
        return relations.size() == 1
                && !(relation instanceof Relation.Named)
                && !(relation instanceof Relation.Derived);
    }

    /** Relates both sides if they are combined on purpose; records them as an unconditional pair otherwise. */
    private void combine(List<BoundRelation> leftRelations, List<BoundRelation> rightRelations, boolean isIntended) {
        if (isIntended) {
            mergeGroups(indexOf(leftRelations.get(0)), indexOf(rightRelations.get(0)));
        } else {
            unconditionalPairs.add(new UnrelatedRelations(List.copyOf(leftRelations), List.copyOf(rightRelations)));
        }
    }

    /** Relates all relations that one condition reads. */
    private void relate(Condition condition) {
        List<RelationField> fields = new ArrayList<>();
        for (Expression.Reference reference : condition.references()) {
            areAllNamesResolved &= !selectParts.resolveColumns(reference).isEmpty();
            fields.addAll(selectParts.resolveColumns(reference));
        }
        relate(fields);
    }

    private void relate(Collection<RelationField> fields) {
        int firstIndex = -1;
        for (RelationField field : fields) {
            areAllNamesResolved &= field.relationName() != null && !field.isWildcard();
            BoundRelation boundRelation = selectParts.findRelation(field);
            if (boundRelation != null && firstIndex < 0) {
                firstIndex = indexOf(boundRelation);
            } else if (boundRelation != null) {
                mergeGroups(firstIndex, indexOf(boundRelation));
            }
        }
    }

    private int indexOf(BoundRelation relation) {
        return selectParts.relations().indexOf(relation);
    }

    private int findGroupRoot(BoundRelation relation) {
        return findRoot(indexOf(relation));
    }

    private int findRoot(int index) {
        int root = index;
        while (groupParentIndexes[root] != root) {
            root = groupParentIndexes[root];
        }
        return root;
    }

    private void mergeGroups(int firstIndex, int secondIndex) {
        groupParentIndexes[findRoot(firstIndex)] = findRoot(secondIndex);
    }
}
