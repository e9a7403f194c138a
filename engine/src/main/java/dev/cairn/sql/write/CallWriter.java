package dev.cairn.sql.write;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Precedence;
import dev.cairn.sql.ast.Spelling;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;

/** Writes calls, and all other expressions with brackets of their own. */
final class CallWriter {
    private CallWriter() {}

    static void write(SqlTextBuilder out, Expression expression) {
        if (expression instanceof Call call) {
            call(out, call);
        } else if (expression instanceof Expression.Cast cast) {
            cast(out, cast);
        } else if (expression instanceof Expression.Case choice) {
            choice(out, choice);
        } else if (expression instanceof Expression.Interval interval) {
            out.put("INTERVAL ");
            ExpressionWriter.write(out, interval.amount());
            out.put(" ").put(interval.unit());
        } else if (expression instanceof Expression.Extract extract) {
            out.put("EXTRACT(").nameAsWritten(extract.field()).put(" FROM ");
            ExpressionWriter.operand(out, extract.value(), Precedence.VALUE);
            out.put(")");
        } else if (expression instanceof Aggregated aggregated) {
            aggregated(out, aggregated);
        } else if (expression instanceof Windowed windowed) {
            windowed(out, windowed);
        } else if (expression instanceof Expression.Lambda lambda) {
            lambda(out, lambda);
        } else if (expression instanceof Expression.Subquery subquery) {
            out.put("(");
            QueryWriter.write(out, subquery.query());
            out.put(")");
        } else if (expression instanceof Expression.Exists exists) {
            out.put("EXISTS (");
            QueryWriter.write(out, exists.query());
            out.put(")");
        } else {
            collection(out, expression);
        }
    }

    private static void collection(SqlTextBuilder out, Expression expression) {
        if (expression instanceof Expression.ArrayLiteral array) {
            if (array.type() != null) {
                type(out, array.type(), array.spelling());
            }
            // The server prints a blank behind the comma only if it prints the type.
            out.put("[").list(array.elements(), array.type() == null ? "," : ", ", ExpressionWriter::write);
            out.put("]");
        } else if (expression instanceof Expression.MapLiteral map) {
            if (map.type() == null) {
                out.put("map");
            } else {
                type(out, map.type(), map.spelling());
            }
            out.put("{").list(map.entries(), ",", CallWriter::entry).put("}");
        } else if (expression instanceof Expression.Tuple tuple) {
            out.put("(").list(tuple.elements(), ", ", ExpressionWriter::write).put(")");
        } else if (expression instanceof Expression.Collate collate) {
            ExpressionWriter.base(out, collate.value(), Precedence.COLLATE);
            out.put(" COLLATE ").nameOrText(collate.collation());
        } else {
            part(out, expression);
        }
    }

    /** Writes an access to a part of a value. */
    private static void part(SqlTextBuilder out, Expression expression) {
        if (expression instanceof Expression.Subscript subscript) {
            ExpressionWriter.base(out, subscript.base(), Precedence.SUBSCRIPT);
            out.put("[");
            ExpressionWriter.operand(out, subscript.index(), Precedence.VALUE);
            out.put("]");
        } else if (expression instanceof Expression.Slice slice) {
            ExpressionWriter.base(out, slice.base(), Precedence.SUBSCRIPT);
            out.put("[").put(slice.from() == null ? "" : slice.from().toString());
            out.put(":").put(slice.to() == null ? "" : slice.to().toString()).put("]");
        } else if (expression instanceof Expression.Arrow arrow) {
            ExpressionWriter.base(out, arrow.base(), Precedence.ARROW);
            ExpressionWriter.text(out.put("->"), arrow.path());
        } else if (expression instanceof Expression.FieldAccess access) {
            ExpressionWriter.base(out, access.base(), Precedence.FIELD);
            // A dot directly behind a digit would be read as part of the number.
            out.put(access.base() instanceof Expression.Number, " ");
            out.put(".").nameAsWritten(access.field());
        } else {
            throw new IllegalArgumentException("No way to write " + expression);
        }
    }

    private static void entry(SqlTextBuilder out, Expression.Entry entry) {
        ExpressionWriter.write(out, entry.key());
        out.put(":");
        ExpressionWriter.write(out, entry.value());
    }

    private static void call(SqlTextBuilder out, Call call) {
        functionName(out, call);
        if (call.bare()) {
            return;
        }
        out.put("(").put(call.distinct(), "DISTINCT ").put(call.star(), "*");
        out.list(call.arguments(), ", ", ExpressionWriter::write).put(")");
    }

    /**
     * Writes the name of a function. Some names are reserved words, such as {@code if} and {@code left}; they need no
     * backquotes.
     */
    private static void functionName(SqlTextBuilder out, Call call) {
        List<Name> parts = call.function().parts();
        if (parts.size() > 1) {
            out.list(parts, ".", SqlTextBuilder::nameAsWritten);
        } else if (call.function().last().quoted()
                && !Name.isPlain(call.function().last().text())) {
            out.name(call.function().last());
        } else {
            out.put(call.function().last().text());
        }
    }

    private static void cast(SqlTextBuilder out, Expression.Cast cast) {
        out.put(cast.function()).put("(");
        ExpressionWriter.write(out, cast.value());
        out.put(cast.function().toUpperCase(Locale.ROOT).equals("CONVERT") ? ", " : " AS ");
        type(out, cast.type(), cast.spelling());
        out.put(")");
    }

    private static void type(SqlTextBuilder out, Type type, Spelling spelling) {
        if (spelling.text() == null || out.shown()) {
            TypeWriter.value(out, type);
        } else {
            out.put(spelling.text());
        }
    }

    private static void choice(SqlTextBuilder out, Expression.Case choice) {
        out.put("CASE");
        if (choice.operand() != null) {
            ExpressionWriter.write(out.put(" "), choice.operand());
        }
        for (Expression.When branch : choice.branches()) {
            ExpressionWriter.write(out.put(" WHEN "), branch.condition());
            ExpressionWriter.write(out.put(" THEN "), branch.result());
        }
        if (choice.otherwise() != null) {
            ExpressionWriter.write(out.put(" ELSE "), choice.otherwise());
        }
        out.put(" END");
    }

    private static void lambda(SqlTextBuilder out, Expression.Lambda lambda) {
        if (lambda.parameters().size() == 1 && !lambda.parenthesized()) {
            out.nameAsWritten(lambda.parameters().get(0));
        } else {
            out.put("(")
                    .list(lambda.parameters(), ", ", SqlTextBuilder::nameAsWritten)
                    .put(")");
        }
        out.put(" -> ");
        if (beginsWithText(lambda.body())) {
            // A string directly behind an arrow would be read as a JSON path.
            ExpressionWriter.inParentheses(out, lambda.body());
        } else {
            ExpressionWriter.write(out, lambda.body());
        }
    }

    private static boolean beginsWithText(Expression expression) {
        Expression first = expression;
        while (first instanceof Expression.Binary || first instanceof Expression.Subscript) {
            first = first instanceof Expression.Binary binary ? binary.left() : ((Expression.Subscript) first).base();
        }
        return first instanceof Expression.Text;
    }

    private static void aggregated(SqlTextBuilder out, Aggregated aggregated) {
        Call call = aggregated.call();
        functionName(out, call);
        out.put("(").put(aggregated.all(), "ALL ").put(call.distinct(), "DISTINCT ");
        if (aggregated.quantifierHint() != null) {
            out.put("[").put(aggregated.quantifierHint()).put("] ");
        }
        out.put(call.star(), "*").list(call.arguments(), ", ", ExpressionWriter::write);
        orderBy(out, aggregated.orderBy());
        if (aggregated.separator() != null) {
            ExpressionWriter.write(out.put(" SEPARATOR "), aggregated.separator());
        }
        out.put(")");
        if (aggregated.filter() != null) {
            out.put(" FILTER (WHERE ");
            ExpressionWriter.write(out, aggregated.filter());
            out.put(")");
        }
    }

    private static void windowed(SqlTextBuilder out, Windowed windowed) {
        if (windowed.ignoreNulls() == Expression.IgnoreNulls.INSIDE && windowed.function() instanceof Call call) {
            functionName(out, call);
            List<Expression> arguments = call.arguments();
            ExpressionWriter.write(out.put("("), arguments.get(0));
            out.put(" IGNORE NULLS");
            for (Expression argument : arguments.subList(1, arguments.size())) {
                ExpressionWriter.write(out.put(", "), argument);
            }
            out.put(")");
        } else {
            ExpressionWriter.write(out, windowed.function());
        }
        out.put(windowed.ignoreNulls() == Expression.IgnoreNulls.BEHIND, " IGNORE NULLS");
        over(out, windowed);
    }

    private static void over(SqlTextBuilder out, Windowed windowed) {
        out.put(" OVER (");
        if (!windowed.partitionBy().isEmpty()) {
            if (windowed.hint() != null) {
                out.put("[").put(windowed.hint()).put("] ");
            }
            out.put("PARTITION BY ").list(windowed.partitionBy(), ", ", ExpressionWriter::write);
        }
        if (!windowed.orderBy().isEmpty()) {
            out.put(!windowed.partitionBy().isEmpty(), " ").put("ORDER BY ");
            out.list(windowed.orderBy(), ", ", CallWriter::sortItem);
        }
        if (windowed.frame() != null) {
            out.put(out.last() != '(', " ");
            frame(out, windowed.frame());
        }
        out.put(")");
    }

    private static void frame(SqlTextBuilder out, Expression.Frame frame) {
        out.put(frame.rows() ? "ROWS " : "RANGE ");
        if (frame.to() == null) {
            bound(out, frame.from());
            return;
        }
        bound(out.put("BETWEEN "), frame.from());
        bound(out.put(" AND "), frame.to());
    }

    private static void bound(SqlTextBuilder out, Expression.Frame.Bound bound) {
        if (bound.amount() != null) {
            ExpressionWriter.write(out, bound.amount());
            out.put(" ");
        }
        out.put(bound.kind().name().replace('_', ' '));
    }

    /** Writes the clause with a blank before it; writes nothing if there are no items. */
    static void orderBy(SqlTextBuilder out, List<Statement.SortItem> items) {
        if (!items.isEmpty()) {
            out.put(" ORDER BY ").list(items, ", ", CallWriter::sortItem);
        }
    }

    static void sortItem(SqlTextBuilder out, Statement.SortItem item) {
        ExpressionWriter.write(out, item.value());
        direction(out, item);
    }

    static void direction(SqlTextBuilder out, Statement.SortItem item) {
        if (item.ascending() != null) {
            out.put(item.ascending() ? " ASC" : " DESC");
        }
        if (item.nullsFirst() != null) {
            out.put(item.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
        }
    }
}
