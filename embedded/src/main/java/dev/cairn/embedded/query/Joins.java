package dev.cairn.embedded.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Relation.Named;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the rows of several tables together. They are few: each is compared with each. */
final class Joins {
    private final TableLookup tables;
    private final Evaluator evaluator;

    Joins(TableLookup tables, Evaluator evaluator) {
        this.tables = tables;
        this.evaluator = evaluator;
    }

    InMemoryRelation read(List<dev.cairn.sql.ast.Relation> from) {
        InMemoryRelation all = InMemoryRelation.ONE_ROW;
        for (dev.cairn.sql.ast.Relation relation : from) {
            all = all.beside(read(relation));
        }
        return all;
    }

    private InMemoryRelation read(dev.cairn.sql.ast.Relation relation) {
        if (relation instanceof Named named) {
            Name alias =
                    named.alias() == null ? named.name().last() : named.alias().name();
            return tables.table(named.name()).called(alias.text());
        }
        if (relation instanceof Join join) {
            return joined(join);
        }
        if (relation instanceof dev.cairn.sql.ast.Relation.Parenthesized inner) {
            return read(inner.relations());
        }
        throw SelectReader.beyond(relation.span());
    }

    private InMemoryRelation joined(Join join) {
        InMemoryRelation left = read(join.left());
        InMemoryRelation right = read(join.right());
        return switch (join.kind()) {
            case JOIN, INNER_JOIN, CROSS, CROSS_JOIN -> pairs(join, left, right, false);
            case LEFT_JOIN, LEFT_OUTER_JOIN -> pairs(join, left, right, true);
            default -> throw SelectReader.beyond(join.span());
        };
    }

    private InMemoryRelation pairs(Join join, InMemoryRelation left, InMemoryRelation right, boolean outer) {
        InMemoryRelation shape = left.with(List.of()).beside(right);
        List<List<@Nullable Object>> pairs = new ArrayList<>();
        for (List<@Nullable Object> row : left.rows()) {
            boolean alone = true;
            for (List<@Nullable Object> other : right.rows()) {
                List<@Nullable Object> pair = InMemoryRelation.joined(row, other);
                if (belongs(join, shape, left.columns().size(), pair)) {
                    pairs.add(pair);
                    alone = false;
                }
            }
            if (alone && outer) {
                List<@Nullable Object> nothing = new ArrayList<>(
                        Collections.<@Nullable Object>nCopies(right.columns().size(), null));
                pairs.add(InMemoryRelation.joined(row, nothing));
            }
        }
        return shape.with(pairs);
    }

    private boolean belongs(Join join, InMemoryRelation shape, int leftWidth, List<@Nullable Object> pair) {
        for (Name column : join.using()) {
            int left = shape.column(null, column.text());
            int right = leftWidth;
            while (right < shape.columns().size()
                    && !shape.columns().get(right).name().equalsIgnoreCase(column.text())) {
                right++;
            }
            if (right == shape.columns().size() || !Values.equal(pair.get(left), pair.get(right))) {
                return false;
            }
        }
        Expression on = join.on();
        return on == null || Boolean.TRUE.equals(Values.truth(evaluator.value(on, new RowScope(shape, pair))));
    }
}
