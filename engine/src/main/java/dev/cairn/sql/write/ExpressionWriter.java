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
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Spelling;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link QueryWriter} that writes expressions. Parentheses that are part of the expression are written as
 * they are. If a constructed expression lacks parentheses that its structure requires, they are added, except in the
 * form of SHOW CREATE, where the server omits them too.
 */
public abstract class ExpressionWriter implements Expression.Visitor<SqlTextBuilder> {
    protected final SqlTextBuilder out;
    private final TypeWriter types;

    ExpressionWriter(SqlTextBuilder out) {
        this.out = out;
        types = new TypeWriter(out);
    }

    public abstract SqlTextBuilder write(Query query);

    TypeWriter types() {
        return types;
    }

    public SqlTextBuilder write(Expression expression) {
        return expression.accept(this);
    }

    /** Writes a name as it was written. */
    protected SqlTextBuilder name(Name name) {
        return out.nameAsWritten(name);
    }

    /** Returns the spelling of a unit of time. */
    protected String keyword(String word) {
        return word;
    }

    /** Writes an operand; a loose one needs parentheses to keep its meaning. */
    protected SqlTextBuilder operand(Expression expression, boolean loose) {
        return encloseIfLoose(expression, loose);
    }

    /** Writes an expression in the brackets of a suffix, or the base of one. */
    protected SqlTextBuilder encloseIfLoose(Expression expression, boolean loose) {
        return loose && !out.isAsShown() ? inParentheses(expression) : write(expression);
    }

    /** Writes an operand, in parentheses if it binds more loosely than required. */
    protected final SqlTextBuilder operand(Expression expression, Precedence needed) {
        return operand(expression, Precedence.of(expression).looserThan(needed));
    }

    /** Writes an operand that other tokens follow. */
    private SqlTextBuilder leftOperand(Expression expression, Precedence needed) {
        return operand(expression, isLooseBefore(expression, needed));
    }

    /** Writes the right operand of a left-associative operator, in parentheses unless it binds more tightly. */
    private SqlTextBuilder rightOperand(Expression expression, Precedence left) {
        return operand(expression, !left.looserThan(Precedence.of(expression)));
    }

    private SqlTextBuilder inBrackets(Expression expression) {
        return encloseIfLoose(expression, Precedence.of(expression).looserThan(Precedence.VALUE));
    }

    /** Writes the base of a suffix. */
    private SqlTextBuilder base(Expression expression, Precedence link) {
        return encloseIfLoose(
                expression, isLooseBefore(expression, Precedence.isBehind(expression) ? Precedence.OR : link));
    }

    /** Other tokens follow the expression; a lambda would absorb them. */
    private static boolean isLooseBefore(Expression expression, Precedence needed) {
        return Precedence.of(expression).looserThan(needed) || endsInLambda(expression);
    }

    protected final SqlTextBuilder inParentheses(Expression expression) {
        out.put("(");
        return write(expression).put(")");
    }

    protected final SqlTextBuilder list(List<Expression> expressions) {
        return out.list(expressions, ", ", this::write);
    }

    /** Writes an expression that may be any operand, even one that binds most loosely. */
    private SqlTextBuilder operand(Expression expression) {
        return operand(expression, false);
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

    // Names and literals.

    @Override
    public SqlTextBuilder reference(Expression.Reference reference) {
        return out.list(reference.name().parts(), ".", this::name);
    }

    @Override
    public SqlTextBuilder nullValue(Expression.Null value) {
        return out.put("NULL");
    }

    @Override
    public SqlTextBuilder bool(Expression.Bool value) {
        return out.put(value.value() ? "TRUE" : "FALSE");
    }

    @Override
    public SqlTextBuilder number(Expression.Number number) {
        return out.put(number.text());
    }

    @Override
    public SqlTextBuilder text(Expression.Text text) {
        return out.text(text.quote() == '"' ? QuotingContext.QUOTED_LITERAL : QuotingContext.LITERAL, text.value());
    }

    @Override
    public SqlTextBuilder dateText(Expression.DateText date) {
        return out.put(date.withTime() ? "DATETIME " : "DATE ").literal(date.value());
    }

    @Override
    public SqlTextBuilder hex(Expression.Hex hex) {
        return out.put("x'").put(hex.digits()).put("'");
    }

    @Override
    public SqlTextBuilder interval(Expression.Interval interval) {
        out.put("INTERVAL ");
        return write(interval.amount()).put(" ").put(keyword(interval.unit()));
    }

    @Override
    public SqlTextBuilder boundary(Expression.Boundary boundary) {
        return out.put(boundary.word());
    }

    @Override
    public SqlTextBuilder unit(Expression.Unit unit) {
        return out.put(keyword(unit.word()));
    }

    @Override
    public SqlTextBuilder userVariable(Expression.UserVariable variable) {
        return out.put("@").nameOrText(variable.name());
    }

    @Override
    public SqlTextBuilder systemVariable(Expression.SystemVariable variable) {
        out.put("@@");
        if (variable.scope() != null) {
            out.put(variable.scope()).put(".");
        }
        return name(variable.name());
    }

    @Override
    public SqlTextBuilder parameter(Expression.Parameter parameter) {
        return out.put("?");
    }

    @Override
    public SqlTextBuilder allColumns(Expression.AllColumns columns) {
        return out.put("ALL");
    }

    @Override
    public SqlTextBuilder arrayLiteral(Expression.ArrayLiteral array) {
        if (array.type() != null) {
            type(array.type(), array.spelling());
        }
        // The server prints a blank behind the comma only if it prints the type.
        return out.put("[")
                .list(array.elements(), array.type() == null ? "," : ", ", this::write)
                .put("]");
    }

    @Override
    public SqlTextBuilder mapLiteral(Expression.MapLiteral map) {
        if (map.type() == null) {
            out.put("map");
        } else {
            type(map.type(), map.spelling());
        }
        return out.put("{").list(map.entries(), ",", this::entry).put("}");
    }

    private void entry(Expression.Entry entry) {
        write(entry.key()).put(":");
        write(entry.value());
    }

    // Operators and predicates.

    @Override
    public SqlTextBuilder binary(Binary binary) {
        Precedence level = Precedence.of(binary.operator());
        if (LogicalChain.isLogical(binary.operator()) && Precedence.of(binary.right()) == level) {
            LogicalChain chain = LogicalChain.topmostAt(binary);
            if (chain.isLong()) {
                leftOperand(chain.operands().get(0), level);
                for (int i = 0; i < chain.operators().size(); i++) {
                    out.put(" ").put(chain.operators().get(i).text()).put(" ");
                    rightOperand(chain.operands().get(i + 1), level);
                }
                return out;
            }
        }
        leftOperand(binary.left(), level).put(" ").put(binary.operator().text()).put(" ");
        return rightOperand(binary.right(), level);
    }

    @Override
    public SqlTextBuilder unary(Unary unary) {
        Operator operator = unary.operator();
        out.put(operator.text());
        if (operator != Operator.NOT && operator != Operator.BINARY) {
            return sign(unary);
        }
        out.put(" ");
        return operand(unary.operand(), operator == Operator.NOT ? Precedence.NOT : Precedence.COMPARISON);
    }

    private SqlTextBuilder sign(Unary unary) {
        int start = out.length();
        // A sign may apply to an expression that begins with a sign; two minuses would begin a comment.
        operand(unary.operand(), unary.operand() instanceof Unary ? Precedence.NOT_SIGN : Precedence.of(unary));
        return unary.operator() == Operator.MINUS && out.charAt(start) == '-' ? out.insert(start, " ") : out;
    }

    @Override
    public SqlTextBuilder isNull(Expression.IsNull isNull) {
        return leftOperand(isNull.value(), Precedence.COMPARISON).put(isNull.negated() ? " IS NOT NULL" : " IS NULL");
    }

    @Override
    public SqlTextBuilder in(Expression.In in) {
        return membership(in.value(), in.negated())
                .list(in.candidates(), ", ", this::operand)
                .put(")");
    }

    @Override
    public SqlTextBuilder inQuery(Expression.InQuery in) {
        membership(in.value(), in.negated());
        return write(in.query()).put(")");
    }

    protected final SqlTextBuilder membership(Expression value, boolean negated) {
        return leftOperand(value, Precedence.VALUE).put(negated, " NOT").put(" IN (");
    }

    @Override
    public SqlTextBuilder between(Expression.Between between) {
        leftOperand(between.value(), Precedence.VALUE)
                .put(between.negated(), " NOT")
                .put(" BETWEEN ");
        leftOperand(between.low(), Precedence.VALUE).put(" AND ");
        return operand(between.high(), Precedence.PREDICATE);
    }

    @Override
    public SqlTextBuilder like(Expression.Like like) {
        leftOperand(like.value(), Precedence.VALUE)
                .put(like.negated(), " NOT")
                .put(" ")
                .put(like.word())
                .put(" ");
        return operand(like.pattern(), Precedence.VALUE);
    }

    @Override
    public SqlTextBuilder match(Expression.Match match) {
        leftOperand(match.value(), Precedence.MATCH)
                .put(match.negated(), " NOT")
                .put(" ")
                .put(match.word())
                .put(" ");
        return rightOperand(match.pattern(), Precedence.MATCH);
    }

    @Override
    public SqlTextBuilder exists(Expression.Exists exists) {
        out.put("EXISTS (");
        return write(exists.query()).put(")");
    }

    @Override
    public SqlTextBuilder choice(Expression.Case choice) {
        out.put("CASE");
        branch(" ", choice.operand());
        for (Expression.When branch : choice.branches()) {
            branch(" WHEN ", branch.condition());
            branch(" THEN ", branch.result());
        }
        branch(" ELSE ", choice.otherwise());
        return out.put(" END");
    }

    private void branch(String word, @Nullable Expression expression) {
        if (expression != null) {
            out.put(word);
            operand(expression);
        }
    }

    // Parentheses, suffixes and lambdas.

    @Override
    public SqlTextBuilder group(Expression.Group group) {
        return inParentheses(group.inner());
    }

    @Override
    public SqlTextBuilder tuple(Expression.Tuple tuple) {
        out.put("(");
        return list(tuple.elements()).put(")");
    }

    @Override
    public SqlTextBuilder subquery(Expression.Subquery subquery) {
        out.put("(");
        return write(subquery.query()).put(")");
    }

    @Override
    public SqlTextBuilder collate(Expression.Collate collate) {
        return base(collate.value(), Precedence.COLLATE).put(" COLLATE ").nameOrText(collate.collation());
    }

    @Override
    public SqlTextBuilder subscript(Expression.Subscript subscript) {
        base(subscript.base(), Precedence.SUBSCRIPT).put("[");
        return inBrackets(subscript.index()).put("]");
    }

    @Override
    public SqlTextBuilder slice(Expression.Slice slice) {
        return base(slice.base(), Precedence.SUBSCRIPT)
                .put("[")
                .put(slice.from() == null ? "" : slice.from().toString())
                .put(":")
                .put(slice.to() == null ? "" : slice.to().toString())
                .put("]");
    }

    @Override
    public SqlTextBuilder arrow(Expression.Arrow arrow) {
        base(arrow.base(), Precedence.ARROW).put("->");
        return text(arrow.path());
    }

    @Override
    public SqlTextBuilder fieldAccess(Expression.FieldAccess access) {
        // A dot directly behind a digit would be read as part of the number.
        base(access.base(), Precedence.FIELD)
                .put(access.base() instanceof Expression.Number, " ")
                .put(".");
        return name(access.field());
    }

    @Override
    public SqlTextBuilder lambda(Expression.Lambda lambda) {
        boolean parentheses = lambda.parameters().size() != 1 || lambda.parenthesized();
        out.put(parentheses, "(").list(lambda.parameters(), ", ", this::name).put(parentheses, ")");
        out.put(" -> ");
        // A string directly behind an arrow would be read as a JSON path.
        return beginsWithText(lambda.body()) ? inParentheses(lambda.body()) : write(lambda.body());
    }

    private static boolean beginsWithText(Expression expression) {
        Expression first = expression;
        while (first instanceof Expression.Binary || first instanceof Expression.Subscript) {
            first = first instanceof Expression.Binary binary ? binary.left() : ((Expression.Subscript) first).base();
        }
        return first instanceof Expression.Text;
    }

    // Calls.

    @Override
    public SqlTextBuilder call(Call call) {
        functionName(call);
        if (call.bare()) {
            return out;
        }
        out.put("(").put(call.distinct(), "DISTINCT ").put(call.star(), "*");
        return list(call.arguments()).put(")");
    }

    /**
     * Writes the name of a function. Some names are reserved words, such as {@code if} and {@code left}; they need no
     * backquotes.
     */
    private void functionName(Call call) {
        List<Name> parts = call.function().parts();
        if (parts.size() > 1) {
            out.list(parts, ".", out::nameAsWritten);
        } else if (call.function().lastPart().isQuoted()
                && !Name.isPlain(call.function().lastPart().text())) {
            out.name(call.function().lastPart());
        } else {
            out.put(call.function().lastPart().text());
        }
    }

    @Override
    public SqlTextBuilder cast(Expression.Cast cast) {
        out.put(cast.function()).put("(");
        write(cast.value());
        out.put(cast.function().toUpperCase(Locale.ROOT).equals("CONVERT") ? ", " : " AS ");
        type(cast.type(), cast.spelling());
        return out.put(")");
    }

    private void type(Type type, Spelling spelling) {
        if (spelling.text() == null || out.isAsShown()) {
            types.value(type);
        } else {
            out.put(spelling.text());
        }
    }

    @Override
    public SqlTextBuilder extract(Expression.Extract extract) {
        out.put("EXTRACT(");
        name(extract.field()).put(" FROM ");
        return inBrackets(extract.value()).put(")");
    }

    @Override
    public SqlTextBuilder aggregated(Aggregated aggregated) {
        Call call = aggregated.call();
        functionName(call);
        out.put("(").put(aggregated.clauses().all(), "ALL ").put(call.distinct(), "DISTINCT ");
        if (aggregated.clauses().hint() != null) {
            out.put("[").put(aggregated.clauses().hint()).put("] ");
        }
        out.put(call.star(), "*");
        list(call.arguments());
        orderBy(aggregated.orderBy());
        separator(aggregated.separator()).put(")");
        if (aggregated.filter() != null) {
            out.put(" FILTER (WHERE ");
            write(aggregated.filter()).put(")");
        }
        return out;
    }

    protected final SqlTextBuilder separator(@Nullable Expression separator) {
        if (separator != null) {
            out.put(" SEPARATOR ");
            write(separator);
        }
        return out;
    }

    @Override
    public SqlTextBuilder windowed(Windowed windowed) {
        if (windowed.ignoreNulls() == Expression.IgnoreNulls.INSIDE && windowed.function() instanceof Call call) {
            functionName(call);
            argumentsIgnoringNulls(call.arguments(), " IGNORE NULLS");
        } else {
            write(windowed.function());
        }
        out.put(windowed.ignoreNulls() == Expression.IgnoreNulls.BEHIND, " IGNORE NULLS");
        out.put(" OVER (");
        if (!windowed.partitionBy().isEmpty()) {
            if (windowed.window().hint() != null) {
                out.put("[").put(windowed.window().hint()).put("] ");
            }
            out.put("PARTITION BY ");
            list(windowed.partitionBy());
        }
        if (!windowed.orderBy().isEmpty()) {
            out.put(!windowed.partitionBy().isEmpty(), " ").put("ORDER BY ");
            sortItems(windowed.orderBy());
        }
        if (windowed.frame() != null) {
            out.put(out.last() != '(', " ");
            frame(windowed.frame());
        }
        return out.put(")");
    }

    /** Writes arguments of which the first is followed by the words IGNORE NULLS. */
    protected final SqlTextBuilder argumentsIgnoringNulls(List<Expression> arguments, String nulls) {
        out.put("(");
        write(arguments.get(0)).put(nulls);
        for (Expression argument : arguments.subList(1, arguments.size())) {
            out.put(", ");
            write(argument);
        }
        return out.put(")");
    }

    protected final SqlTextBuilder frame(Expression.Frame frame) {
        out.put(frame.rows() ? "ROWS " : "RANGE ");
        if (frame.to() == null) {
            return frameBound(frame.from());
        }
        out.put("BETWEEN ");
        frameBound(frame.from()).put(" AND ");
        return frameBound(frame.to());
    }

    private SqlTextBuilder frameBound(Expression.Frame.Bound bound) {
        if (bound.amount() != null) {
            write(bound.amount()).put(" ");
        }
        return out.put(bound.kind().name().replace('_', ' '));
    }

    /** Writes the clause with a blank before it; writes nothing if there are no items. */
    protected final SqlTextBuilder orderBy(List<SortItem> items) {
        out.put(!items.isEmpty(), " ORDER BY ");
        return sortItems(items);
    }

    protected final SqlTextBuilder sortItems(List<SortItem> items) {
        return out.list(items, ", ", this::sortItem);
    }

    final void sortItem(SortItem item) {
        write(item.value());
        direction(item);
    }

    protected void direction(SortItem item) {
        if (item.ascending() != null) {
            out.put(item.ascending() ? " ASC" : " DESC");
        }
        if (item.nullsFirst() != null) {
            out.put(item.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
        }
    }
}
