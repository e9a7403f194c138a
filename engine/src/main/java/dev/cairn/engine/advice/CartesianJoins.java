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
    private final SelectParts parts;
    private final Function<BoundRelation, @Nullable Table> tables;

    /** For each relation, another one of the same group, and itself for the last one. */
    private final int[] groups;

    private final List<UnrelatedRelations> pairs = new ArrayList<>();
    private boolean certain = true;

    private CartesianJoins(
            List<SelectParts> selects, SelectParts parts, Function<BoundRelation, @Nullable Table> tables) {
        this.selects = selects;
        this.parts = parts;
        this.tables = tables;
        this.groups = new int[parts.relations().size()];
        Arrays.setAll(groups, index -> index);
    }

    /** The relations on both sides of a comma or of a JOIN without a condition. */
    record UnrelatedRelations(List<BoundRelation> left, List<BoundRelation> right) {}

    /**
     * @param selects all SELECTs of the statement, since an outer one may relate columns that a subquery passes on
     * @param tables returns the table that a relation is, or null
     */
    static List<UnrelatedRelations> findIn(
            List<SelectParts> selects, SelectParts parts, Function<BoundRelation, @Nullable Table> tables) {
        return parts.relations().size() < 2 ? List.of() : new CartesianJoins(selects, parts, tables).unrelatedPairs();
    }

    private List<UnrelatedRelations> unrelatedPairs() {
        combineAll(parts.select().from());
        if (pairs.isEmpty() || selects.stream().anyMatch(this::relatesColumnsOfSubquery)) {
            return List.of();
        }
        parts.conditions().forEach(this::relate);
        for (Name column : parts.usingColumns()) {
            relate(parts.bindings().columns(column));
        }
        Set<BoundRelation> single = new SingleRowAnalysis(parts.bindings(), tables).singleRelations(parts.select());
        List<UnrelatedRelations> unrelated = new ArrayList<>();
        for (UnrelatedRelations pair : pairs) {
            boolean related = pair.left().stream()
                    .anyMatch(left -> pair.right().stream().anyMatch(right -> group(left) == group(right)));
            boolean isIntended = single.containsAll(pair.left()) || single.containsAll(pair.right());
            if (certain && !related && !isIntended) {
                unrelated.add(pair);
            }
        }
        return unrelated;
    }

    /** Whether a condition of another SELECT compares two columns of one relation that is no table. */
    private boolean relatesColumnsOfSubquery(SelectParts select) {
        return select != parts
                && select.conditions().stream().anyMatch(condition -> {
                    Set<String> columns = new HashSet<>();
                    for (Expression.Reference reference : condition.references()) {
                        for (RelationField field : select.fields(reference)) {
                            BoundRelation item = select.relation(field);
                            if (item != null && item.source() == null) {
                                columns.add(field.name());
                            }
                        }
                    }
                    return columns.size() > 1;
                });
    }

    private List<BoundRelation> combineAll(List<Relation> relations) {
        List<BoundRelation> before = new ArrayList<>(items(relations.get(0)));
        for (Relation relation : relations.subList(1, relations.size())) {
            List<BoundRelation> next = items(relation);
            combine(before, next, relation instanceof Relation.Lateral || isRowSource(next));
            before.addAll(next);
        }
        return before;
    }

    private List<BoundRelation> items(Relation relation) {
        if (relation instanceof Relation.Join join) {
            List<BoundRelation> left = items(join.left());
            List<BoundRelation> right = items(join.right());
            boolean bare = join.on() == null
                    && join.using().isEmpty()
                    && (join.kind() == Relation.JoinOperator.Kind.JOIN
                            || join.kind() == Relation.JoinOperator.Kind.INNER_JOIN);
            combine(left, right, !bare || join.lateral() || isRowSource(right));
            List<BoundRelation> both = new ArrayList<>(left);
            both.addAll(right);
            return both;
        }
        if (relation instanceof Relation.Parenthesized parenthesized) {
            return combineAll(parenthesized.relations());
        }
        if (relation instanceof Relation.Lateral lateral) {
            return items(lateral.relation());
        }
        return parts.relations().stream()
                .filter(item -> item.relation() == relation)
                .toList();
    }

    private static boolean isRowSource(List<BoundRelation> items) {
        Relation relation = items.get(0).relation();
        return items.size() == 1 && !(relation instanceof Relation.Named) && !(relation instanceof Relation.Derived);
    }

    private void combine(List<BoundRelation> left, List<BoundRelation> right, boolean isIntended) {
        if (isIntended) {
            mergeGroups(index(left.get(0)), index(right.get(0)));
        } else {
            pairs.add(new UnrelatedRelations(List.copyOf(left), List.copyOf(right)));
        }
    }

    /** Relates all relations that one condition reads. */
    private void relate(Condition condition) {
        List<RelationField> fields = new ArrayList<>();
        for (Expression.Reference reference : condition.references()) {
            certain &= !parts.fields(reference).isEmpty();
            fields.addAll(parts.fields(reference));
        }
        relate(fields);
    }

    private void relate(Collection<RelationField> fields) {
        int first = -1;
        for (RelationField field : fields) {
            certain &= field.relation() != null && !field.isWildcard();
            BoundRelation item = parts.relation(field);
            if (item != null && first < 0) {
                first = index(item);
            } else if (item != null) {
                mergeGroups(first, index(item));
            }
        }
    }

    private int index(BoundRelation item) {
        return parts.relations().indexOf(item);
    }

    private int group(BoundRelation item) {
        return root(index(item));
    }

    private int root(int index) {
        int root = index;
        while (groups[root] != root) {
            root = groups[root];
        }
        return root;
    }

    private void mergeGroups(int one, int other) {
        groups[root(one)] = root(other);
    }
}
