package dev.cairn.sql.write;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes queries on one line. */
public final class QueryWriter {
    private final SqlTextBuilder out;
    private final ExpressionWriter expressions;

    public QueryWriter(SqlTextBuilder out) {
        this(out, new ExpressionWriter(out));
    }

    QueryWriter(SqlTextBuilder out, ExpressionWriter expressions) {
        this.out = out;
        this.expressions = expressions;
    }

    public void write(Query query) {
        if (!query.with().isEmpty()) {
            out.put("WITH ").put(query.recursive(), "RECURSIVE ");
            out.list(query.with(), ", ", this::commonTable).put(" ");
        }
        body(query.body());
        expressions.orderBy(query.orderBy());
        if (query.limit() != null) {
            limit(query.limit());
        }
    }

    private void commonTable(Query.CommonTable table) {
        out.name(table.name());
        if (!table.columns().isEmpty()) {
            out.put(" ").names(table.columns());
        }
        out.put(" AS (");
        write(table.query());
        out.put(")");
    }

    private void limit(Query.Limit limit) {
        out.put(" LIMIT ");
        if (limit.offset() != null && limit.comma()) {
            expressions.write(limit.offset());
            out.put(", ");
        }
        expressions.write(limit.count());
        if (limit.offset() != null && !limit.comma()) {
            out.put(" OFFSET ");
            expressions.write(limit.offset());
        }
    }

    private void body(Body body) {
        if (body instanceof Select select) {
            select(select);
        } else if (body instanceof Query.Nested nested) {
            out.put("(");
            write(nested.query());
            out.put(")");
        } else if (body instanceof SetOperation operation) {
            operand(operation.left(), isLooser(operation.left(), operation.kind(), false));
            out.put(" ").put(operation.kind().name()).put(" ");
            quantifier(operation.quantifier());
            operand(operation.right(), isLooser(operation.right(), operation.kind(), true));
        } else if (body instanceof Query.Unread unread) {
            out.put(unread.text());
        }
    }

    private void operand(Body body, boolean parentheses) {
        out.put(parentheses, "(");
        body(body);
        out.put(parentheses, ")");
    }

    /**
     * Returns whether an operand needs parentheses. INTERSECT binds more tightly than the others; all are
     * left-associative.
     */
    private static boolean isLooser(Body body, SetOperation.Kind around, boolean right) {
        if (!(body instanceof SetOperation operation)) {
            return false;
        }
        boolean inside = operation.kind() == SetOperation.Kind.INTERSECT;
        boolean outside = around == SetOperation.Kind.INTERSECT;
        return inside == outside ? right : outside;
    }

    private void quantifier(Query.@Nullable Quantifier quantifier) {
        if (quantifier != null) {
            out.put(quantifier.name()).put(" ");
        }
    }

    private void select(Select select) {
        out.put("SELECT ");
        for (String hint : select.hints()) {
            out.put(hint).put(" ");
        }
        quantifier(select.quantifier());
        out.list(select.items(), ", ", this::item);
        if (select.dual()) {
            out.put(" FROM DUAL");
        } else if (!select.from().isEmpty()) {
            out.put(" FROM ").list(select.from(), ", ", this::relation);
            if (select.pivot() != null) {
                pivot(select.pivot());
            }
        }
        condition(" WHERE ", select.where());
        if (select.groupBy() != null) {
            out.put(" GROUP BY ");
            grouping(select.groupBy());
        }
        condition(" HAVING ", select.having());
        if (select.qualify() != null) {
            out.put(" QUALIFY ");
            item(select.qualify().function());
            out.put(" ")
                    .put(select.qualify().comparison().text())
                    .put(" ")
                    .put(select.qualify().limit());
        }
    }

    private void condition(String word, @Nullable Expression condition) {
        if (condition != null) {
            out.put(word);
            expressions.write(condition);
        }
    }

    void item(Item item) {
        if (item instanceof Item.Value value) {
            expressions.write(value.value());
            alias(value.alias(), value.as());
        } else if (item instanceof Item.Star star) {
            if (star.of() != null) {
                out.name(star.of()).put(".");
            }
            out.put("*");
            if (star.exclusion() != null) {
                out.put(" ").put(star.exclusion()).put(" ").names(star.excluded());
            }
        }
    }

    void alias(@Nullable Name alias, boolean as) {
        if (alias != null) {
            out.put(as ? " AS " : " ").nameOrText(alias);
        }
    }

    private void grouping(Grouping grouping) {
        if (grouping instanceof Grouping.Plain plain) {
            out.list(plain.by(), ", ", expressions::write);
        } else if (grouping instanceof Grouping.Rollup rollup) {
            out.put("ROLLUP ");
            set(rollup.by());
        } else if (grouping instanceof Grouping.Cube cube) {
            out.put("CUBE ");
            set(cube.by());
        } else if (grouping instanceof Grouping.Sets sets) {
            out.put("GROUPING SETS (").list(sets.sets(), ", ", this::set).put(")");
        }
    }

    private void set(List<Expression> expressions) {
        out.put("(").list(expressions, ", ", this.expressions::write).put(")");
    }

    private void pivot(Query.Pivot pivot) {
        out.put(" PIVOT (").list(pivot.aggregates(), ", ", this::item).put(" FOR ");
        if (pivot.columns().size() == 1) {
            out.name(pivot.columns().get(0));
        } else {
            out.names(pivot.columns());
        }
        out.put(" IN (").list(pivot.values(), ", ", this::pivotValue).put("))");
    }

    private void pivotValue(Query.Pivot.Value value) {
        if (value.values().size() == 1) {
            expressions.write(value.values().get(0));
        } else {
            set(value.values());
        }
        alias(value.alias(), true);
    }

    private void relation(Relation relation) {
        if (relation instanceof Relation.Named named) {
            named(named);
        } else if (relation instanceof Join join) {
            join(join);
        } else if (relation instanceof Relation.Derived derived) {
            out.put(derived.assertRows(), "ASSERT_ROWS ").put("(");
            write(derived.query());
            out.put(")");
            alias(derived.alias());
        } else if (relation instanceof Relation.Values values) {
            out.put("(VALUES ").list(values.rows(), ", ", this::row);
            out.put(")");
            alias(values.alias());
        } else if (relation instanceof Relation.Function function) {
            function(function);
        } else if (relation instanceof Relation.Files files) {
            out.put("FILES").propertyList(files.properties());
            alias(files.alias());
        } else if (relation instanceof Relation.Parenthesized parenthesized) {
            out.put("(").list(parenthesized.relations(), ", ", this::relation).put(")");
        } else if (relation instanceof Relation.Lateral lateral) {
            out.put("LATERAL ");
            relation(lateral.relation());
        }
    }

    private void named(Relation.Named named) {
        out.name(named.name());
        if (named.period() != null) {
            out.put(" ").put(named.period());
        }
        if (named.partitions() != null) {
            out.put(" ").partitionNames(named.partitions());
        }
        if (!named.keys().isEmpty()) {
            out.put(" PARTITION (").list(named.keys(), ", ", this::key).put(")");
        }
        numbers(" TABLET (", named.tablets());
        numbers(" REPLICA (", named.replicas());
        if (named.sample() != null) {
            out.put(" ").put(named.sample());
        }
        alias(named.alias());
        if (!named.hint().isEmpty()) {
            out.put(" [").list(named.hint(), ", ", out::put).put("]");
        }
        if (named.before() != null) {
            out.put(" BEFORE ").text(QuotingContext.LITERAL, named.before());
        }
    }

    private void key(Relation.PartitionKey key) {
        out.name(key.column()).put(" = ");
        expressions.write(key.value());
    }

    private void numbers(String words, List<Long> numbers) {
        if (!numbers.isEmpty()) {
            out.put(words).list(numbers, ", ", out::put).put(")");
        }
    }

    private void function(Relation.Function function) {
        out.put(function.wrapped(), "TABLE(").list(function.name().parts(), ".", out::nameAsWritten);
        out.put("(").list(function.arguments(), ", ", this::argument).put(")");
        out.put(function.wrapped(), ")");
        alias(function.alias());
    }

    private void argument(Relation.Argument argument) {
        if (argument.name() != null) {
            out.nameAsWritten(argument.name()).put(argument.arrow() ? " => " : " = ");
        }
        expressions.write(argument.value());
    }

    private void row(List<Expression> row) {
        out.put("(").list(row, ", ", expressions::write).put(")");
    }

    private void alias(Relation.@Nullable Alias alias) {
        if (alias == null) {
            return;
        }
        alias(alias.name(), alias.as());
        if (!alias.columns().isEmpty()) {
            out.put(" ").names(alias.columns());
        }
    }

    private void join(Join join) {
        relation(join.left());
        out.put(" ").put(join.kind().text()).put(" ");
        if (join.hint() != null) {
            out.put("[").put(join.hint()).put("] ");
        }
        out.put(join.lateral(), "LATERAL ");
        relation(join.right());
        if (join.on() != null) {
            out.put(" ON ");
            expressions.write(join.on());
        } else if (!join.using().isEmpty()) {
            out.put(" USING ").names(join.using());
        }
    }
}
