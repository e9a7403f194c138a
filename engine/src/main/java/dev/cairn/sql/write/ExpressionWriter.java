package dev.cairn.sql.write;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.LogicalChain;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Precedence;
import dev.cairn.sql.ast.Spelling;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;

/**
 * Writes expressions with the spacing of the server's output. Parentheses that are part of the expression are written
 * as they are. If a constructed expression lacks parentheses that its structure requires, they are added, except in the
 * form of SHOW CREATE, where the server omits them too.
 */
public final class ExpressionWriter {
    private ExpressionWriter() {}

    public static void write(SqlTextBuilder out, Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            out.list(reference.name().parts(), ".", SqlTextBuilder::nameAsWritten);
        } else if (expression instanceof Binary binary) {
            binary(out, binary);
        } else if (expression instanceof Unary unary) {
            unary(out, unary);
        } else if (expression instanceof Expression.Group group) {
            out.put("(");
            write(out, group.inner());
            out.put(")");
        } else if (expression instanceof Expression.Number number) {
            out.put(number.text());
        } else if (expression instanceof Expression.Text text) {
            text(out, text);
        } else if (expression instanceof Expression.Null) {
            out.put("NULL");
        } else if (expression instanceof Expression.Bool bool) {
            out.put(bool.value() ? "TRUE" : "FALSE");
        } else if (expression instanceof Expression.DateText date) {
            out.put(date.withTime() ? "DATETIME " : "DATE ").text(QuotingContext.LITERAL, date.value());
        } else if (expression instanceof Expression.Hex hex) {
            out.put("x'").put(hex.digits()).put("'");
        } else if (expression instanceof Expression.Boundary boundary) {
            out.put(boundary.word());
        } else if (expression instanceof Expression.Unit unit) {
            out.put(unit.word());
        } else if (expression instanceof Expression.UserVariable variable) {
            out.put("@").nameOrText(variable.name());
        } else if (expression instanceof Expression.SystemVariable variable) {
            out.put("@@");
            if (variable.scope() != null) {
                out.put(variable.scope()).put(".");
            }
            out.nameAsWritten(variable.name());
        } else if (expression instanceof Expression.Parameter) {
            out.put("?");
        } else if (expression instanceof Expression.AllColumns) {
            out.put("ALL");
        } else if (expression instanceof Expression.IsNull isNull) {
            leftOperand(out, isNull.value(), Precedence.COMPARISON);
            out.put(isNull.negated() ? " IS NOT NULL" : " IS NULL");
        } else if (expression instanceof Expression.In in) {
            leftOperand(out, in.value(), Precedence.VALUE);
            out.put(in.negated(), " NOT").put(" IN (");
            out.list(in.candidates(), ", ", ExpressionWriter::write).put(")");
        } else if (expression instanceof Expression.InQuery in) {
            leftOperand(out, in.value(), Precedence.VALUE);
            out.put(in.negated(), " NOT").put(" IN (");
            QueryWriter.write(out, in.query());
            out.put(")");
        } else if (expression instanceof Expression.Between between) {
            between(out, between);
        } else if (expression instanceof Expression.Like like) {
            leftOperand(out, like.value(), Precedence.VALUE);
            out.put(like.negated(), " NOT").put(" ").put(like.word()).put(" ");
            operand(out, like.pattern(), Precedence.VALUE);
        } else if (expression instanceof Expression.Match match) {
            leftOperand(out, match.value(), Precedence.MATCH);
            out.put(match.negated(), " NOT").put(" ").put(match.word()).put(" ");
            rightOperand(out, match.pattern(), Precedence.MATCH);
        } else if (expression instanceof Call call) {
            call(out, call);
        } else if (expression instanceof Expression.Cast cast) {
            cast(out, cast);
        } else if (expression instanceof Expression.Case choice) {
            choice(out, choice);
        } else if (expression instanceof Expression.Interval interval) {
            out.put("INTERVAL ");
            write(out, interval.amount());
            out.put(" ").put(interval.unit());
        } else if (expression instanceof Expression.Extract extract) {
            out.put("EXTRACT(").nameAsWritten(extract.field()).put(" FROM ");
            operand(out, extract.value(), Precedence.VALUE);
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
        } else if (expression instanceof Expression.ArrayLiteral array) {
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
            out.put("{").list(map.entries(), ",", ExpressionWriter::entry).put("}");
        } else if (expression instanceof Expression.Tuple tuple) {
            out.put("(").list(tuple.elements(), ", ", ExpressionWriter::write).put(")");
        } else if (expression instanceof Expression.Collate collate) {
            base(out, collate.value(), Precedence.COLLATE);
            out.put(" COLLATE ").nameOrText(collate.collation());
        } else if (expression instanceof Expression.Subscript subscript) {
            base(out, subscript.base(), Precedence.SUBSCRIPT);
            out.put("[");
            operand(out, subscript.index(), Precedence.VALUE);
            out.put("]");
        } else if (expression instanceof Expression.Slice slice) {
            base(out, slice.base(), Precedence.SUBSCRIPT);
            out.put("[").put(slice.from() == null ? "" : slice.from().toString());
            out.put(":").put(slice.to() == null ? "" : slice.to().toString()).put("]");
        } else if (expression instanceof Expression.Arrow arrow) {
            base(out, arrow.base(), Precedence.ARROW);
            text(out.put("->"), arrow.path());
        } else if (expression instanceof Expression.FieldAccess access) {
            base(out, access.base(), Precedence.FIELD);
            // A dot directly behind a digit would be read as part of the number.
            out.put(access.base() instanceof Expression.Number, " ");
            out.put(".").nameAsWritten(access.field());
        } else {
            throw new IllegalArgumentException("No way to write " + expression);
        }
    }

    /** Writes an operand, in parentheses if it binds more loosely than required. */
    static void operand(SqlTextBuilder out, Expression expression, Precedence needed) {
        if (!out.shown() && Precedence.of(expression).looserThan(needed)) {
            inParentheses(out, expression);
        } else {
            write(out, expression);
        }
    }

    /** Writes an operand that other tokens follow; a lambda would absorb them, so it is put in parentheses. */
    static void leftOperand(SqlTextBuilder out, Expression expression, Precedence needed) {
        if (!out.shown() && (Precedence.of(expression).looserThan(needed) || endsInLambda(expression))) {
            inParentheses(out, expression);
        } else {
            write(out, expression);
        }
    }

    /** Writes the right operand of a left-associative operator, in parentheses unless it binds more tightly. */
    private static void rightOperand(SqlTextBuilder out, Expression expression, Precedence left) {
        if (!out.shown() && !left.looserThan(Precedence.of(expression))) {
            inParentheses(out, expression);
        } else {
            write(out, expression);
        }
    }

    /** Writes the base of a suffix. */
    static void base(SqlTextBuilder out, Expression expression, Precedence link) {
        leftOperand(out, expression, Precedence.isBehind(expression) ? Precedence.OR : link);
    }

    static void inParentheses(SqlTextBuilder out, Expression expression) {
        out.put("(");
        write(out, expression);
        out.put(")");
    }

    private static boolean endsInLambda(Expression expression) {
        Expression last = expression;
        while (true) {
            if (last instanceof Binary binary) {
                last = binary.right();
            } else if (last instanceof Unary unary) {
                last = unary.operand();
            } else if (last instanceof Expression.Between between) {
                last = between.high();
            } else if (last instanceof Expression.Like like) {
                last = like.pattern();
            } else if (last instanceof Expression.Match match) {
                last = match.pattern();
            } else {
                return last instanceof Expression.Lambda;
            }
        }
    }

    private static void binary(SqlTextBuilder out, Binary binary) {
        Precedence level = Precedence.of(binary.operator());
        if (LogicalChain.isLogical(binary.operator()) && Precedence.of(binary.right()) == level) {
            LogicalChain chain = LogicalChain.under(binary);
            if (chain.isLong()) {
                leftOperand(out, chain.operands().get(0), level);
                for (int i = 0; i < chain.operators().size(); i++) {
                    out.put(" ").put(chain.operators().get(i).text()).put(" ");
                    rightOperand(out, chain.operands().get(i + 1), level);
                }
                return;
            }
        }
        leftOperand(out, binary.left(), level);
        out.put(" ").put(binary.operator().text()).put(" ");
        rightOperand(out, binary.right(), level);
    }

    private static void unary(SqlTextBuilder out, Unary unary) {
        Operator operator = unary.operator();
        out.put(operator.text());
        if (operator == Operator.NOT) {
            operand(out.put(" "), unary.operand(), Precedence.NOT);
        } else if (operator == Operator.BINARY) {
            operand(out.put(" "), unary.operand(), Precedence.COMPARISON);
        } else {
            sign(out, unary);
        }
    }

    private static void sign(SqlTextBuilder out, Unary unary) {
        int start = out.length();
        // A sign may apply to an expression that begins with a sign; two minuses would begin a comment.
        operand(out, unary.operand(), unary.operand() instanceof Unary ? Precedence.NOT_SIGN : Precedence.of(unary));
        if (unary.operator() == Operator.MINUS && out.at(start) == '-') {
            out.insert(start, " ");
        }
    }

    private static void between(SqlTextBuilder out, Expression.Between between) {
        leftOperand(out, between.value(), Precedence.VALUE);
        out.put(between.negated(), " NOT").put(" BETWEEN ");
        leftOperand(out, between.low(), Precedence.VALUE);
        out.put(" AND ");
        operand(out, between.high(), Precedence.PREDICATE);
    }

    static void text(SqlTextBuilder out, Expression.Text text) {
        out.text(text.quote() == '"' ? QuotingContext.QUOTED_LITERAL : QuotingContext.LITERAL, text.value());
    }

    private static void entry(SqlTextBuilder out, Expression.Entry entry) {
        write(out, entry.key());
        out.put(":");
        write(out, entry.value());
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
        write(out, cast.value());
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
            write(out.put(" "), choice.operand());
        }
        for (Expression.When branch : choice.branches()) {
            write(out.put(" WHEN "), branch.condition());
            write(out.put(" THEN "), branch.result());
        }
        if (choice.otherwise() != null) {
            write(out.put(" ELSE "), choice.otherwise());
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
            inParentheses(out, lambda.body());
        } else {
            write(out, lambda.body());
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
            write(out.put(" SEPARATOR "), aggregated.separator());
        }
        out.put(")");
        if (aggregated.filter() != null) {
            out.put(" FILTER (WHERE ");
            write(out, aggregated.filter());
            out.put(")");
        }
    }

    private static void windowed(SqlTextBuilder out, Windowed windowed) {
        if (windowed.ignoreNulls() == Expression.IgnoreNulls.INSIDE && windowed.function() instanceof Call call) {
            functionName(out, call);
            List<Expression> arguments = call.arguments();
            write(out.put("("), arguments.get(0));
            out.put(" IGNORE NULLS");
            for (Expression argument : arguments.subList(1, arguments.size())) {
                write(out.put(", "), argument);
            }
            out.put(")");
        } else {
            write(out, windowed.function());
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
            out.list(windowed.orderBy(), ", ", ExpressionWriter::sortItem);
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
            write(out, bound.amount());
            out.put(" ");
        }
        out.put(bound.kind().name().replace('_', ' '));
    }

    /** Writes the clause with a blank before it; writes nothing if there are no items. */
    static void orderBy(SqlTextBuilder out, List<Statement.SortItem> items) {
        if (!items.isEmpty()) {
            out.put(" ORDER BY ").list(items, ", ", ExpressionWriter::sortItem);
        }
    }

    static void sortItem(SqlTextBuilder out, Statement.SortItem item) {
        write(out, item.value());
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
