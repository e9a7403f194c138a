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
    private QueryWriter() {}

    public static void write(SqlTextBuilder out, Query query) {
        if (!query.with().isEmpty()) {
            out.put("WITH ").put(query.recursive(), "RECURSIVE ");
            out.list(query.with(), ", ", QueryWriter::commonTable).put(" ");
        }
        body(out, query.body());
        ExpressionWriter.orderBy(out, query.orderBy());
        if (query.limit() != null) {
            limit(out, query.limit());
        }
    }

    private static void commonTable(SqlTextBuilder out, Query.CommonTable table) {
        out.name(table.name());
        if (!table.columns().isEmpty()) {
            out.put(" ").names(table.columns());
        }
        out.put(" AS (");
        write(out, table.query());
        out.put(")");
    }

    private static void limit(SqlTextBuilder out, Query.Limit limit) {
        out.put(" LIMIT ");
        if (limit.offset() != null && limit.comma()) {
            ExpressionWriter.write(out, limit.offset());
            out.put(", ");
        }
        ExpressionWriter.write(out, limit.count());
        if (limit.offset() != null && !limit.comma()) {
            ExpressionWriter.write(out.put(" OFFSET "), limit.offset());
        }
    }

    private static void body(SqlTextBuilder out, Body body) {
        if (body instanceof Select select) {
            select(out, select);
        } else if (body instanceof Query.Nested nested) {
            out.put("(");
            write(out, nested.query());
            out.put(")");
        } else if (body instanceof SetOperation operation) {
            operand(out, operation.left(), isLooser(operation.left(), operation.kind(), false));
            out.put(" ").put(operation.kind().name()).put(" ");
            quantifier(out, operation.quantifier());
            operand(out, operation.right(), isLooser(operation.right(), operation.kind(), true));
        } else if (body instanceof Query.Unread unread) {
            out.put(unread.text());
        }
    }

    private static void operand(SqlTextBuilder out, Body body, boolean parentheses) {
        out.put(parentheses, "(");
        body(out, body);
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

    private static void quantifier(SqlTextBuilder out, Query.@Nullable Quantifier quantifier) {
        if (quantifier != null) {
            out.put(quantifier.name()).put(" ");
        }
    }

    private static void select(SqlTextBuilder out, Select select) {
        out.put("SELECT ");
        for (String hint : select.hints()) {
            out.put(hint).put(" ");
        }
        quantifier(out, select.quantifier());
        out.list(select.items(), ", ", QueryWriter::item);
        if (select.dual()) {
            out.put(" FROM DUAL");
        } else if (!select.from().isEmpty()) {
            out.put(" FROM ").list(select.from(), ", ", RelationWriter::write);
            if (select.pivot() != null) {
                pivot(out, select.pivot());
            }
        }
        condition(out, " WHERE ", select.where());
        if (select.groupBy() != null) {
            grouping(out.put(" GROUP BY "), select.groupBy());
        }
        condition(out, " HAVING ", select.having());
        if (select.qualify() != null) {
            item(out.put(" QUALIFY "), select.qualify().function());
            out.put(" ")
                    .put(select.qualify().comparison().text())
                    .put(" ")
                    .put(select.qualify().limit());
        }
    }

    private static void condition(SqlTextBuilder out, String word, @Nullable Expression condition) {
        if (condition != null) {
            ExpressionWriter.write(out.put(word), condition);
        }
    }

    static void item(SqlTextBuilder out, Item item) {
        if (item instanceof Item.Value value) {
            ExpressionWriter.write(out, value.value());
            alias(out, value.alias(), value.as());
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

    static void alias(SqlTextBuilder out, @Nullable Name alias, boolean as) {
        if (alias != null) {
            out.put(as ? " AS " : " ").nameOrText(alias);
        }
    }

    private static void grouping(SqlTextBuilder out, Grouping grouping) {
        if (grouping instanceof Grouping.Plain plain) {
            out.list(plain.by(), ", ", ExpressionWriter::write);
        } else if (grouping instanceof Grouping.Rollup rollup) {
            set(out.put("ROLLUP "), rollup.by());
        } else if (grouping instanceof Grouping.Cube cube) {
            set(out.put("CUBE "), cube.by());
        } else if (grouping instanceof Grouping.Sets sets) {
            out.put("GROUPING SETS (").list(sets.sets(), ", ", QueryWriter::set).put(")");
        }
    }

    private static void set(SqlTextBuilder out, List<Expression> expressions) {
        out.put("(").list(expressions, ", ", ExpressionWriter::write).put(")");
    }

    private static void pivot(SqlTextBuilder out, Query.Pivot pivot) {
        out.put(" PIVOT (").list(pivot.aggregates(), ", ", QueryWriter::item).put(" FOR ");
        if (pivot.columns().size() == 1) {
            out.name(pivot.columns().get(0));
        } else {
            out.names(pivot.columns());
        }
        out.put(" IN (").list(pivot.values(), ", ", QueryWriter::pivotValue).put("))");
    }

    private static void pivotValue(SqlTextBuilder out, Query.Pivot.Value value) {
        if (value.values().size() == 1) {
            ExpressionWriter.write(out, value.values().get(0));
        } else {
            set(out, value.values());
        }
        alias(out, value.alias(), true);
    }

    /** Writes the relations of a query. */
    private static final class RelationWriter {
        private RelationWriter() {}

        static void write(SqlTextBuilder out, Relation relation) {
            if (relation instanceof Relation.Named named) {
                named(out, named);
            } else if (relation instanceof Join join) {
                join(out, join);
            } else if (relation instanceof Relation.Derived derived) {
                out.put(derived.assertRows(), "ASSERT_ROWS ").put("(");
                QueryWriter.write(out, derived.query());
                alias(out.put(")"), derived.alias());
            } else if (relation instanceof Relation.Values values) {
                out.put("(VALUES ").list(values.rows(), ", ", RelationWriter::row);
                alias(out.put(")"), values.alias());
            } else if (relation instanceof Relation.Function function) {
                function(out, function);
            } else if (relation instanceof Relation.Files files) {
                alias(out.put("FILES").propertyList(files.properties()), files.alias());
            } else if (relation instanceof Relation.Parenthesized parenthesized) {
                out.put("(")
                        .list(parenthesized.relations(), ", ", RelationWriter::write)
                        .put(")");
            } else if (relation instanceof Relation.Lateral lateral) {
                write(out.put("LATERAL "), lateral.relation());
            }
        }

        private static void named(SqlTextBuilder out, Relation.Named named) {
            out.name(named.name());
            if (named.period() != null) {
                out.put(" ").put(named.period());
            }
            if (named.partitions() != null) {
                StatementWriter.partitionNames(out.put(" "), named.partitions());
            }
            if (!named.keys().isEmpty()) {
                out.put(" PARTITION (")
                        .list(named.keys(), ", ", RelationWriter::key)
                        .put(")");
            }
            numbers(out, " TABLET (", named.tablets());
            numbers(out, " REPLICA (", named.replicas());
            if (named.sample() != null) {
                out.put(" ").put(named.sample());
            }
            alias(out, named.alias());
            if (!named.hint().isEmpty()) {
                out.put(" [").list(named.hint(), ", ", SqlTextBuilder::put).put("]");
            }
            if (named.before() != null) {
                out.put(" BEFORE ").text(QuotingContext.LITERAL, named.before());
            }
        }

        private static void key(SqlTextBuilder out, Relation.PartitionKey key) {
            ExpressionWriter.write(out.name(key.column()).put(" = "), key.value());
        }

        private static void numbers(SqlTextBuilder out, String words, List<Long> numbers) {
            if (!numbers.isEmpty()) {
                out.put(words).list(numbers, ", ", SqlTextBuilder::put).put(")");
            }
        }

        private static void function(SqlTextBuilder out, Relation.Function function) {
            out.put(function.wrapped(), "TABLE(").list(function.name().parts(), ".", SqlTextBuilder::nameAsWritten);
            out.put("(")
                    .list(function.arguments(), ", ", RelationWriter::argument)
                    .put(")");
            alias(out.put(function.wrapped(), ")"), function.alias());
        }

        private static void argument(SqlTextBuilder out, Relation.Argument argument) {
            if (argument.name() != null) {
                out.nameAsWritten(argument.name()).put(argument.arrow() ? " => " : " = ");
            }
            ExpressionWriter.write(out, argument.value());
        }

        private static void row(SqlTextBuilder out, List<Expression> row) {
            out.put("(").list(row, ", ", ExpressionWriter::write).put(")");
        }

        private static void alias(SqlTextBuilder out, Relation.@Nullable Alias alias) {
            if (alias == null) {
                return;
            }
            QueryWriter.alias(out, alias.name(), alias.as());
            if (!alias.columns().isEmpty()) {
                out.put(" ").names(alias.columns());
            }
        }

        private static void join(SqlTextBuilder out, Join join) {
            write(out, join.left());
            out.put(" ").put(join.kind().text()).put(" ");
            if (join.hint() != null) {
                out.put("[").put(join.hint()).put("] ");
            }
            write(out.put(join.lateral(), "LATERAL "), join.right());
            if (join.on() != null) {
                ExpressionWriter.write(out.put(" ON "), join.on());
            } else if (!join.using().isEmpty()) {
                out.put(" USING ").names(join.using());
            }
        }
    }
}
