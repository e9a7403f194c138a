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
 *
 * <p>The analysis first collects the pairs of relations that a comma or a JOIN without a condition combines. It then
 * merges the relations that a condition relates into groups, represented as a union-find forest. The pairs whose sides
 * have no group in common are the result.
 */
final class CartesianJoinFinder {
    private final List<SelectParts> selects;
    private final SelectParts selectParts;
    private final Function<BoundRelation, @Nullable Table> tableFinder;

    /** The forest of related groups: the parent of each relation by its index; a root is its own parent. */
    private final int[] groupParentIndexes;

    private final List<UnconditionalPair> unconditionalPairs = new ArrayList<>();
    /** Whether the conditions contain a name that is not resolved to a column. */
    private boolean hasUnresolvedName;

    private CartesianJoinFinder(
            List<SelectParts> selects, SelectParts selectParts, Function<BoundRelation, @Nullable Table> tableFinder) {
        this.selects = selects;
        this.selectParts = selectParts;
        this.tableFinder = tableFinder;
        this.groupParentIndexes = new int[selectParts.relations().size()];
        Arrays.setAll(groupParentIndexes, index -> index);
    }

    /** The relations on both sides of a comma or of a JOIN without a condition. */
    record UnconditionalPair(List<BoundRelation> left, List<BoundRelation> right) {}

    /**
     * Returns the pairs of relations of one SELECT that no condition relates; none if the meaning of a condition is
     * uncertain.
     *
     * @param selects all SELECTs of the statement, since an outer SELECT may relate columns that a subquery returns
     * @param tableFinder returns the table of a relation; null if the relation is not a table
     */
    static List<UnconditionalPair> findIn(
            List<SelectParts> selects, SelectParts selectParts, Function<BoundRelation, @Nullable Table> tableFinder) {
        return selectParts.relations().size() < 2
                ? List.of()
                : new CartesianJoinFinder(selects, selectParts, tableFinder).findUnrelatedPairs();
    }

    private List<UnconditionalPair> findUnrelatedPairs() {
        collectPairs(selectParts.select().from());
        if (unconditionalPairs.isEmpty() || selects.stream().anyMatch(this::relatesColumnsOfSubquery)) {
            return List.of();
        }
        selectParts.conditions().forEach(this::relate);
        for (Name column : selectParts.usingColumns()) {
            relate(selectParts.bindings().columns(column));
        }
        if (hasUnresolvedName) {
            return List.of();
        }
        Set<BoundRelation> singleRowRelations =
                new SingleRowAnalysis(selectParts.bindings(), tableFinder).findSingleRowRelations(selectParts.select());
        List<UnconditionalPair> unrelatedPairs = new ArrayList<>();
        for (UnconditionalPair pair : unconditionalPairs) {
            boolean isRelated = pair.left().stream()
                    .anyMatch(leftRelation -> pair.right().stream()
                            .anyMatch(rightRelation -> findGroupRoot(leftRelation) == findGroupRoot(rightRelation)));
            boolean hasSingleRowSide =
                    singleRowRelations.containsAll(pair.left()) || singleRowRelations.containsAll(pair.right());
            if (!isRelated && !hasSingleRowSide) {
                unrelatedPairs.add(pair);
            }
        }
        return unrelatedPairs;
    }

    /**
     * Returns whether a condition of another SELECT names two columns of subqueries. These columns may come from
     * different relations of this SELECT, so the condition may relate these relations.
     */
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

    /** Records a pair of each relation and the relations before it, and returns all relations. */
    private List<BoundRelation> collectPairs(List<Relation> relations) {
        List<BoundRelation> precedingRelations = new ArrayList<>(collectJoinPairs(relations.get(0)));
        for (Relation relation : relations.subList(1, relations.size())) {
            List<BoundRelation> nextRelations = collectJoinPairs(relation);
            relateOrRecordPair(
                    precedingRelations,
                    nextRelations,
                    relation instanceof Relation.Lateral || isTableFunctionOrValues(nextRelations));
            precedingRelations.addAll(nextRelations);
        }
        return precedingRelations;
    }

    /** Records the pairs of the joins in a relation, and returns all relations in it: at least one, as all are bound. */
    private List<BoundRelation> collectJoinPairs(Relation relation) {
        if (relation instanceof Relation.Join join) {
            List<BoundRelation> leftRelations = collectJoinPairs(join.left());
            List<BoundRelation> rightRelations = collectJoinPairs(join.right());
            boolean lacksCondition = join.on() == null
                    && join.using().isEmpty()
                    && (join.kind() == Relation.JoinOperator.Kind.JOIN
                            || join.kind() == Relation.JoinOperator.Kind.INNER_JOIN);
            relateOrRecordPair(
                    leftRelations,
                    rightRelations,
                    !lacksCondition || join.isLateral() || isTableFunctionOrValues(rightRelations));
            List<BoundRelation> joinedRelations = new ArrayList<>(leftRelations);
            joinedRelations.addAll(rightRelations);
            return joinedRelations;
        }
        if (relation instanceof Relation.Parenthesized parenthesized) {
            return collectPairs(parenthesized.relations());
        }
        if (relation instanceof Relation.Lateral lateral) {
            return collectJoinPairs(lateral.relation());
        }
        return selectParts.relations().stream()
                .filter(boundRelation -> boundRelation.relation() == relation)
                .toList();
    }

    private static boolean isTableFunctionOrValues(List<BoundRelation> relations) {
        Relation relation = relations.get(0).relation();
        return relations.size() == 1
                && (relation instanceof Relation.TableFunction
                        || relation instanceof Relation.Files
                        || relation instanceof Relation.Values);
    }

    /** Relates both sides if they are combined on purpose; records them as an unconditional pair otherwise. */
    private void relateOrRecordPair(
            List<BoundRelation> leftRelations, List<BoundRelation> rightRelations, boolean isIntended) {
        if (isIntended) {
            mergeGroups(indexOf(leftRelations.get(0)), indexOf(rightRelations.get(0)));
        } else {
            unconditionalPairs.add(new UnconditionalPair(List.copyOf(leftRelations), List.copyOf(rightRelations)));
        }
    }

    /** Relates all relations that one condition reads. */
    private void relate(Condition condition) {
        List<RelationField> fields = new ArrayList<>();
        for (Expression.Reference reference : condition.references()) {
            List<RelationField> referencedFields = selectParts.resolveColumns(reference);
            hasUnresolvedName |= referencedFields.isEmpty();
            fields.addAll(referencedFields);
        }
        relate(fields);
    }

    /** Relates the relations of this FROM clause to which the columns belong. */
    private void relate(Collection<RelationField> fields) {
        int firstIndex = -1;
        for (RelationField field : fields) {
            hasUnresolvedName |= field.relationName() == null || field.isWildcard();
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
