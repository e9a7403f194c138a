package dev.cairn.sql.write;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.LogicalChain;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
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
    private final SqlTextBuilder out;
    private final TypeWriter types;

    public ExpressionWriter(SqlTextBuilder out) {
        this.out = out;
        types = new TypeWriter(out);
    }

    TypeWriter types() {
        return types;
    }

    public void write(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            out.list(reference.name().parts(), ".", out::nameAsWritten);
        } else if (expression instanceof Binary binary) {
            binary(binary);
        } else if (expression instanceof Unary unary) {
            unary(unary);
        } else if (expression instanceof Expression.Group group) {
            out.put("(");
            write(group.inner());
            out.put(")");
        } else if (expression instanceof Expression.Number number) {
            out.put(number.text());
        } else if (expression instanceof Expression.Text text) {
            text(text);
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
            leftOperand(isNull.value(), Precedence.COMPARISON);
            out.put(isNull.negated() ? " IS NOT NULL" : " IS NULL");
        } else if (expression instanceof Expression.In in) {
            leftOperand(in.value(), Precedence.VALUE);
            out.put(in.negated(), " NOT").put(" IN (");
            out.list(in.candidates(), ", ", this::write).put(")");
        } else if (expression instanceof Expression.InQuery in) {
            leftOperand(in.value(), Precedence.VALUE);
            out.put(in.negated(), " NOT").put(" IN (");
            new QueryWriter(out, this).write(in.query());
            out.put(")");
        } else if (expression instanceof Expression.Between between) {
            between(between);
        } else if (expression instanceof Expression.Like like) {
            leftOperand(like.value(), Precedence.VALUE);
            out.put(like.negated(), " NOT").put(" ").put(like.word()).put(" ");
            operand(like.pattern(), Precedence.VALUE);
        } else if (expression instanceof Expression.Match match) {
            leftOperand(match.value(), Precedence.MATCH);
            out.put(match.negated(), " NOT").put(" ").put(match.word()).put(" ");
            rightOperand(match.pattern(), Precedence.MATCH);
        } else if (expression instanceof Call call) {
            call(call);
        } else if (expression instanceof Expression.Cast cast) {
            cast(cast);
        } else if (expression instanceof Expression.Case choice) {
            choice(choice);
        } else if (expression instanceof Expression.Interval interval) {
            out.put("INTERVAL ");
            write(interval.amount());
            out.put(" ").put(interval.unit());
        } else if (expression instanceof Expression.Extract extract) {
            out.put("EXTRACT(").nameAsWritten(extract.field()).put(" FROM ");
            operand(extract.value(), Precedence.VALUE);
            out.put(")");
        } else if (expression instanceof Aggregated aggregated) {
            aggregated(aggregated);
        } else if (expression instanceof Windowed windowed) {
            windowed(windowed);
        } else if (expression instanceof Expression.Lambda lambda) {
            lambda(lambda);
        } else if (expression instanceof Expression.Subquery subquery) {
            out.put("(");
            new QueryWriter(out, this).write(subquery.query());
            out.put(")");
        } else if (expression instanceof Expression.Exists exists) {
            out.put("EXISTS (");
            new QueryWriter(out, this).write(exists.query());
            out.put(")");
        } else if (expression instanceof Expression.ArrayLiteral array) {
            if (array.type() != null) {
                type(array.type(), array.spelling());
            }
            // The server prints a blank behind the comma only if it prints the type.
            out.put("[").list(array.elements(), array.type() == null ? "," : ", ", this::write);
            out.put("]");
        } else if (expression instanceof Expression.MapLiteral map) {
            if (map.type() == null) {
                out.put("map");
            } else {
                type(map.type(), map.spelling());
            }
            out.put("{").list(map.entries(), ",", this::entry).put("}");
        } else if (expression instanceof Expression.Tuple tuple) {
            out.put("(").list(tuple.elements(), ", ", this::write).put(")");
        } else if (expression instanceof Expression.Collate collate) {
            base(collate.value(), Precedence.COLLATE);
            out.put(" COLLATE ").nameOrText(collate.collation());
        } else if (expression instanceof Expression.Subscript subscript) {
            base(subscript.base(), Precedence.SUBSCRIPT);
            out.put("[");
            operand(subscript.index(), Precedence.VALUE);
            out.put("]");
        } else if (expression instanceof Expression.Slice slice) {
            base(slice.base(), Precedence.SUBSCRIPT);
            out.put("[").put(slice.from() == null ? "" : slice.from().toString());
            out.put(":").put(slice.to() == null ? "" : slice.to().toString()).put("]");
        } else if (expression instanceof Expression.Arrow arrow) {
            base(arrow.base(), Precedence.ARROW);
            out.put("->");
            text(arrow.path());
        } else if (expression instanceof Expression.FieldAccess access) {
            base(access.base(), Precedence.FIELD);
            // A dot directly behind a digit would be read as part of the number.
            out.put(access.base() instanceof Expression.Number, " ");
            out.put(".").nameAsWritten(access.field());
        } else {
            throw new IllegalArgumentException("No way to write " + expression);
        }
    }

    /** Writes an operand, in parentheses if it binds more loosely than required. */
    void operand(Expression expression, Precedence needed) {
        if (!out.shown() && Precedence.of(expression).looserThan(needed)) {
            inParentheses(expression);
        } else {
            write(expression);
        }
    }

    /** Writes an operand that other tokens follow; a lambda would absorb them, so it is put in parentheses. */
    void leftOperand(Expression expression, Precedence needed) {
        if (!out.shown() && (Precedence.of(expression).looserThan(needed) || endsInLambda(expression))) {
            inParentheses(expression);
        } else {
            write(expression);
        }
    }

    /** Writes the right operand of a left-associative operator, in parentheses unless it binds more tightly. */
    private void rightOperand(Expression expression, Precedence left) {
        if (!out.shown() && !left.looserThan(Precedence.of(expression))) {
            inParentheses(expression);
        } else {
            write(expression);
        }
    }

    /** Writes the base of a suffix. */
    void base(Expression expression, Precedence link) {
        leftOperand(expression, Precedence.isBehind(expression) ? Precedence.OR : link);
    }

    void inParentheses(Expression expression) {
        out.put("(");
        write(expression);
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

    private void binary(Binary binary) {
        Precedence level = Precedence.of(binary.operator());
        if (LogicalChain.isLogical(binary.operator()) && Precedence.of(binary.right()) == level) {
            LogicalChain chain = LogicalChain.under(binary);
            if (chain.isLong()) {
                leftOperand(chain.operands().get(0), level);
                for (int i = 0; i < chain.operators().size(); i++) {
                    out.put(" ").put(chain.operators().get(i).text()).put(" ");
                    rightOperand(chain.operands().get(i + 1), level);
                }
                return;
            }
        }
        leftOperand(binary.left(), level);
        out.put(" ").put(binary.operator().text()).put(" ");
        rightOperand(binary.right(), level);
    }

    private void unary(Unary unary) {
        Operator operator = unary.operator();
        out.put(operator.text());
        if (operator == Operator.NOT) {
            out.put(" ");
            operand(unary.operand(), Precedence.NOT);
        } else if (operator == Operator.BINARY) {
            out.put(" ");
            operand(unary.operand(), Precedence.COMPARISON);
        } else {
            sign(unary);
        }
    }

    private void sign(Unary unary) {
        int start = out.length();
        // A sign may apply to an expression that begins with a sign; two minuses would begin a comment.
        operand(unary.operand(), unary.operand() instanceof Unary ? Precedence.NOT_SIGN : Precedence.of(unary));
        if (unary.operator() == Operator.MINUS && out.at(start) == '-') {
            out.insert(start, " ");
        }
    }

    private void between(Expression.Between between) {
        leftOperand(between.value(), Precedence.VALUE);
        out.put(between.negated(), " NOT").put(" BETWEEN ");
        leftOperand(between.low(), Precedence.VALUE);
        out.put(" AND ");
        operand(between.high(), Precedence.PREDICATE);
    }

    void text(Expression.Text text) {
        out.text(text.quote() == '"' ? QuotingContext.QUOTED_LITERAL : QuotingContext.LITERAL, text.value());
    }

    private void entry(Expression.Entry entry) {
        write(entry.key());
        out.put(":");
        write(entry.value());
    }

    private void call(Call call) {
        functionName(call);
        if (call.bare()) {
            return;
        }
        out.put("(").put(call.distinct(), "DISTINCT ").put(call.star(), "*");
        out.list(call.arguments(), ", ", this::write).put(")");
    }

    /**
     * Writes the name of a function. Some names are reserved words, such as {@code if} and {@code left}; they need no
     * backquotes.
     */
    private void functionName(Call call) {
        List<Name> parts = call.function().parts();
        if (parts.size() > 1) {
            out.list(parts, ".", out::nameAsWritten);
        } else if (call.function().last().quoted()
                && !Name.isPlain(call.function().last().text())) {
            out.name(call.function().last());
        } else {
            out.put(call.function().last().text());
        }
    }

    private void cast(Expression.Cast cast) {
        out.put(cast.function()).put("(");
        write(cast.value());
        out.put(cast.function().toUpperCase(Locale.ROOT).equals("CONVERT") ? ", " : " AS ");
        type(cast.type(), cast.spelling());
        out.put(")");
    }

    private void type(Type type, Spelling spelling) {
        if (spelling.text() == null || out.shown()) {
            types.value(type);
        } else {
            out.put(spelling.text());
        }
    }

    private void choice(Expression.Case choice) {
        out.put("CASE");
        if (choice.operand() != null) {
            out.put(" ");
            write(choice.operand());
        }
        for (Expression.When branch : choice.branches()) {
            out.put(" WHEN ");
            write(branch.condition());
            out.put(" THEN ");
            write(branch.result());
        }
        if (choice.otherwise() != null) {
            out.put(" ELSE ");
            write(choice.otherwise());
        }
        out.put(" END");
    }

    private void lambda(Expression.Lambda lambda) {
        if (lambda.parameters().size() == 1 && !lambda.parenthesized()) {
            out.nameAsWritten(lambda.parameters().get(0));
        } else {
            out.put("(").list(lambda.parameters(), ", ", out::nameAsWritten).put(")");
        }
        out.put(" -> ");
        if (beginsWithText(lambda.body())) {
            // A string directly behind an arrow would be read as a JSON path.
            inParentheses(lambda.body());
        } else {
            write(lambda.body());
        }
    }

    private static boolean beginsWithText(Expression expression) {
        Expression first = expression;
        while (first instanceof Expression.Binary || first instanceof Expression.Subscript) {
            first = first instanceof Expression.Binary binary ? binary.left() : ((Expression.Subscript) first).base();
        }
        return first instanceof Expression.Text;
    }

    private void aggregated(Aggregated aggregated) {
        Call call = aggregated.call();
        functionName(call);
        out.put("(").put(aggregated.all(), "ALL ").put(call.distinct(), "DISTINCT ");
        if (aggregated.quantifierHint() != null) {
            out.put("[").put(aggregated.quantifierHint()).put("] ");
        }
        out.put(call.star(), "*").list(call.arguments(), ", ", this::write);
        orderBy(aggregated.orderBy());
        if (aggregated.separator() != null) {
            out.put(" SEPARATOR ");
            write(aggregated.separator());
        }
        out.put(")");
        if (aggregated.filter() != null) {
            out.put(" FILTER (WHERE ");
            write(aggregated.filter());
            out.put(")");
        }
    }

    private void windowed(Windowed windowed) {
        if (windowed.ignoreNulls() == Expression.IgnoreNulls.INSIDE && windowed.function() instanceof Call call) {
            functionName(call);
            List<Expression> arguments = call.arguments();
            out.put("(");
            write(arguments.get(0));
            out.put(" IGNORE NULLS");
            for (Expression argument : arguments.subList(1, arguments.size())) {
                out.put(", ");
                write(argument);
            }
            out.put(")");
        } else {
            write(windowed.function());
        }
        out.put(windowed.ignoreNulls() == Expression.IgnoreNulls.BEHIND, " IGNORE NULLS");
        over(windowed);
    }

    private void over(Windowed windowed) {
        out.put(" OVER (");
        if (!windowed.partitionBy().isEmpty()) {
            if (windowed.hint() != null) {
                out.put("[").put(windowed.hint()).put("] ");
            }
            out.put("PARTITION BY ").list(windowed.partitionBy(), ", ", this::write);
        }
        if (!windowed.orderBy().isEmpty()) {
            out.put(!windowed.partitionBy().isEmpty(), " ").put("ORDER BY ");
            out.list(windowed.orderBy(), ", ", this::sortItem);
        }
        if (windowed.frame() != null) {
            out.put(out.last() != '(', " ");
            frame(windowed.frame());
        }
        out.put(")");
    }

    private void frame(Expression.Frame frame) {
        out.put(frame.rows() ? "ROWS " : "RANGE ");
        if (frame.to() == null) {
            bound(frame.from());
            return;
        }
        out.put("BETWEEN ");
        bound(frame.from());
        out.put(" AND ");
        bound(frame.to());
    }

    private void bound(Expression.Frame.Bound bound) {
        if (bound.amount() != null) {
            write(bound.amount());
            out.put(" ");
        }
        out.put(bound.kind().name().replace('_', ' '));
    }

    /** Writes the clause with a blank before it; writes nothing if there are no items. */
    void orderBy(List<Statement.SortItem> items) {
        if (!items.isEmpty()) {
            out.put(" ORDER BY ").list(items, ", ", this::sortItem);
        }
    }

    void sortItem(Statement.SortItem item) {
        write(item.value());
        direction(item);
    }

    void direction(Statement.SortItem item) {
        if (item.ascending() != null) {
            out.put(item.ascending() ? " ASC" : " DESC");
        }
        if (item.nullsFirst() != null) {
            out.put(item.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
        }
    }
}
