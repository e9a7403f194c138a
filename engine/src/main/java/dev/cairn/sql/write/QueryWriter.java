package dev.cairn.sql.write;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries, on one line. */
public final class QueryWriter {
    private QueryWriter() {}

    public static void write(SqlTextBuilder out, Query query) {
        if (!query.with().isEmpty()) {
            out.put("WITH ").put(query.recursive(), "RECURSIVE ");
            out.list(query.with(), ", ", QueryWriter::commonTable).put(" ");
        }
        body(out, query.body());
        CallWriter.orderBy(out, query.orderBy());
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

    /** INTERSECT binds more tightly than the others; each takes from left to right. */
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
}
