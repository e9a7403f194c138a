package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionText;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.IgnoreNulls;
import dev.cairn.sql.ast.Expression.Number;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.write.SqlTextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Derives the name of an unnamed column: its expression as the server prints it, {@code (a + 1) * 2},
 * {@code sum(price)}. All operands but names and literals are printed in parentheses, regardless of the parentheses in
 * the query; calls are printed as the server's parser rewrites them.
 */
final class ColumnLabelWriter extends SubqueryLabelWriter {
    private static final int DATE_LENGTH = "2024-01-01".length();
    private static final int TIME_LENGTH = "2024-01-01 00:00:00".length();
    private static final int FRACTION_DIGITS = 6;

    private final ServerProfile profile;
    private final PreresolvedNames names;
    private boolean resolved;

    private ColumnLabelWriter(SqlTextBuilder out, ServerProfile profile, PreresolvedNames names) {
        super(out);
        this.profile = profile;
        this.names = names;
    }

    static String render(ServerProfile profile, Expression expression, PreresolvedNames names) {
        if (stripSign(expression) instanceof Expression.Reference reference) {
            QualifiedName name = reference.name();
            return name.parts().size() > QueryScope.MAX_PARTS
                    ? name.toString()
                    : name.lastPart().text();
        }
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.SHOWN);
        return new ColumnLabelWriter(out, profile, names).write(expression).toString();
    }

    /** Returns the expression inside parentheses and behind plus signs, which the server's parser drops. */
    private static Expression stripSign(Expression expression) {
        Expression bareExpression = expression.unwrap();
        while (bareExpression instanceof Unary unary && unary.operator() == Operator.PLUS) {
            bareExpression = unary.operand().unwrap();
        }
        return bareExpression;
    }

    @Override
    public SqlTextBuilder write(Expression expression) {
        boolean outside = resolved;
        resolved |= names.contains(expression);
        super.write(expression);
        resolved = outside;
        return out;
    }

    @Override
    protected SqlTextBuilder name(Name name) {
        return out.put(name.text());
    }

    @Override
    protected String keyword(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    @Override
    protected SqlTextBuilder operand(Expression expression, boolean loose) {
        return operand(expression);
    }

    @Override
    protected SqlTextBuilder encloseIfLoose(Expression expression, boolean loose) {
        return write(expression);
    }

    private SqlTextBuilder operand(Expression expression) {
        Expression bareExpression = stripSign(expression);
        boolean plain = bareExpression instanceof Expression.Reference
                || ExpressionType.isPlainLiteral(bareExpression)
                || (bareExpression instanceof Unary unary && unary.isSignedNumber());
        return plain ? write(expression) : inParentheses(expression);
    }

    // Names and literals.

    @Override
    public SqlTextBuilder reference(Expression.Reference reference) {
        return out.put((resolved ? names.of(reference) : reference.name()).toString());
    }

    @Override
    public SqlTextBuilder number(Number number) {
        return out.put(NumberLabel.render(number, ExpressionType.maxDecimalDigits(profile.version())));
    }

    @Override
    public SqlTextBuilder text(Expression.Text text) {
        return out.literal(text.value());
    }

    @Override
    public SqlTextBuilder dateText(Expression.DateText date) {
        return out.literal(date.withTime() ? completeTime(date.value()) : date.value());
    }

    /** A time is printed with hours, minutes and seconds, and with six digits of a fraction or none. */
    private static String completeTime(String value) {
        String time = value.length() == DATE_LENGTH ? value + " 00:00:00" : value;
        int fraction = time.length() - TIME_LENGTH - 1;
        boolean padded = fraction > 0 && fraction < FRACTION_DIGITS && time.charAt(TIME_LENGTH) == '.';
        return padded ? time + "0".repeat(FRACTION_DIGITS - fraction) : time;
    }

    @Override
    public SqlTextBuilder hex(Expression.Hex hex) {
        return out.literal(hex.digits().toUpperCase(Locale.ROOT));
    }

    @Override
    public SqlTextBuilder boundary(Expression.Boundary boundary) {
        return out.put(boundary.word().toLowerCase(Locale.ROOT));
    }

    @Override
    public SqlTextBuilder userVariable(Expression.UserVariable variable) {
        return out.put("@").put(variable.name().text());
    }

    @Override
    public SqlTextBuilder systemVariable(Expression.SystemVariable variable) {
        String scope = variable.scope();
        String prefix = scope == null ? "@@" : scope.equalsIgnoreCase("global") ? "@@GLOBAL." : "@@SESSION.";
        return out.put(prefix).put(variable.name().text());
    }

    /** The server does not print the type. */
    @Override
    public SqlTextBuilder arrayLiteral(Expression.ArrayLiteral array) {
        out.put("[");
        return list(array.elements()).put("]");
    }

    @Override
    public SqlTextBuilder mapLiteral(Expression.MapLiteral map) {
        return super.mapLiteral(new Expression.MapLiteral(null, map.entries(), map.span()));
    }

    // Operators and predicates.

    @Override
    public SqlTextBuilder group(Expression.Group group) {
        return write(group.inner());
    }

    @Override
    public SqlTextBuilder collate(Expression.Collate collate) {
        return write(collate.value());
    }

    @Override
    public SqlTextBuilder binary(Binary binary) {
        String operator = " " + binary.operator().meaning().text() + " ";
        if (binary.shiftsByInterval()) {
            write(binary.left()).put(operator);
            return write(binary.right());
        }
        operand(binary.left()).put(operator);
        return operand(binary.right());
    }

    @Override
    public SqlTextBuilder unary(Unary unary) {
        return switch (unary.operator().meaning()) {
            case NOT -> operand("NOT ", unary.operand());
            case BIT_NOT -> operand("~", unary.operand());
            case MINUS -> negative(unary);
            default -> write(unary.operand());
        };
    }

    private SqlTextBuilder operand(String before, Expression operand) {
        out.put(before);
        return operand(operand);
    }

    /** A minus becomes part of a number literal; any other operand is multiplied by -1. */
    private SqlTextBuilder negative(Unary unary) {
        boolean negative = false;
        Expression number = unary;
        while (number instanceof Unary sign && sign.isSignedNumber()) {
            negative ^= sign.operator() == Operator.MINUS;
            number = sign.operand().unwrap();
        }
        if (number == unary) {
            return operand("-1 * ", unary.operand().unwrap());
        }
        out.put(negative, "-");
        return write(number);
    }

    @Override
    public SqlTextBuilder like(Expression.Like like) {
        return negatable(like.negated(), like.value(), ExpressionText.operator(like), like.pattern());
    }

    @Override
    public SqlTextBuilder match(Expression.Match match) {
        return negatable(match.negated(), match.value(), "MATCH", match.pattern());
    }

    private SqlTextBuilder negatable(boolean negated, Expression value, String word, Expression pattern) {
        out.put(negated, "NOT (");
        operand(value).put(" ").put(word).put(" ");
        return operand(pattern).put(negated, ")");
    }

    /** The server adds parentheses around the query for several independent reasons. */
    @Override
    public SqlTextBuilder inQuery(Expression.InQuery in) {
        if (in.value() instanceof Expression.Tuple) {
            write(in.value()).put(in.negated() ? " NOT IN ((" : " IN ((");
            return write(in.query()).put("))");
        }
        membership(in.value(), in.negated()).put("((");
        return write(in.query()).put(")))");
    }

    @Override
    public SqlTextBuilder cast(Expression.Cast cast) {
        String type = TypeFormat.formatForMessages(StoredTypes.convert(profile, cast.type(), cast.span()));
        return operand("CAST(", cast.value()).put(" AS ").put(type).put(")");
    }

    @Override
    public SqlTextBuilder lambda(Expression.Lambda lambda) {
        boolean several = lambda.parameters().size() > 1;
        out.put(several, "(").list(lambda.parameters(), ", ", this::name).put(several ? ") -> " : " -> ");
        return write(lambda.result());
    }

    // Calls.

    @Override
    public SqlTextBuilder extract(Expression.Extract extract) {
        return call(extract.field().text().toLowerCase(Locale.ROOT), false, List.of(extract.value()));
    }

    @Override
    public SqlTextBuilder call(Call call) {
        return call(call, false);
    }

    private SqlTextBuilder call(String name, boolean distinct, List<Expression> arguments) {
        out.put(name).put("(").put(distinct, "DISTINCT ");
        return list(arguments).put(")");
    }

    private SqlTextBuilder call(Call call, boolean ignoreNulls) {
        FunctionEntry function = BuiltinFunctions.entryOf(call);
        if (function.is(FunctionTrait.SESSION)) {
            return out.put(function.name().toUpperCase(Locale.ROOT)).put("()");
        }
        if (function.is(FunctionTrait.WITH_UNIT)) {
            return call(function.name(), false, call.arguments());
        }
        Expression rewritten = CallRewrites.rewriteInParser(call);
        return rewritten instanceof Call plainCall ? writeCall(plainCall, ignoreNulls) : write(rewritten);
    }

    private SqlTextBuilder writeCall(Call call, boolean ignoreNulls) {
        String name = CallRewrites.lowerCaseName(call);
        FunctionEntry function = BuiltinFunctions.entry(name);
        List<Expression> arguments = call.arguments();
        if (function.is(FunctionTrait.SLICES_TIME)
                && arguments.size() == 4
                && arguments.get(2) instanceof Expression.Text unit
                && arguments.get(3) instanceof Expression.Text boundary) {
            out.put(name).put("(");
            write(arguments.get(0)).put(", INTERVAL ");
            write(arguments.get(1)).put(" ").put(unit.value()).put(", ");
            return out.put(boundary.value()).put(")");
        }
        if (name.equals("group_concat")) {
            int last = arguments.size() - 1;
            return writeCollecting(name, call.distinct(), arguments.subList(0, last), List.of(), arguments.get(last));
        }
        if (call.star()) {
            return out.put(name).put("(*)");
        }
        if (ignoreNulls && function.is(FunctionTrait.IGNORES_NULLS)) {
            out.put(name);
            return argumentsIgnoringNulls(arguments, " ignore nulls");
        }
        return call(name, call.distinct(), arguments);
    }

    @Override
    public SqlTextBuilder aggregated(Aggregated aggregated) {
        Call call = aggregated.call();
        Call rewritten = CallRewrites.rewrite(call) instanceof Call plainCall ? plainCall : call;
        String name = CallRewrites.lowerCaseName(rewritten);
        List<Expression> arguments = rewritten.arguments();
        if (aggregated.filter() != null) {
            List<Expression> filtered = new ArrayList<>(arguments);
            filtered.add(aggregated.filter());
            return call(name + "_if", rewritten.distinct(), filtered);
        }
        if (name.equals("array_agg")) {
            List<Expression> first = arguments.isEmpty() ? List.of() : arguments.subList(0, 1);
            return writeCollecting(name, rewritten.distinct(), first, aggregated.sortItems(), null);
        }
        if (name.equals("group_concat")) {
            int last = arguments.size() - 1;
            Expression separator = aggregated.separator() == null ? arguments.get(last) : aggregated.separator();
            return writeCollecting(
                    name, rewritten.distinct(), arguments.subList(0, last), aggregated.sortItems(), separator);
        }
        return call(call);
    }

    private SqlTextBuilder writeCollecting(
            String name,
            boolean distinct,
            List<Expression> values,
            List<SortItem> orderBy,
            @Nullable Expression separator) {
        out.put(name).put("(").put(distinct, "DISTINCT ").list(values, ",", this::write);
        orderBy(orderBy.stream()
                .filter(item -> !ConstantExpressions.isConstant(item.value()))
                .toList());
        return separator(separator).put(")");
    }

    /**
     * The default is NULLS FIRST for an ascending and NULLS LAST for a descending order; the server does not print the
     * default.
     */
    @Override
    protected void direction(SortItem item) {
        boolean ascending = item.ascending() == null || item.ascending();
        boolean nullsFirst = item.nullsFirst() == null ? ascending : item.nullsFirst();
        out.put(ascending ? " ASC" : " DESC");
        out.put(ascending != nullsFirst, nullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }

    @Override
    public SqlTextBuilder windowed(Windowed windowed) {
        if (RestrictedExpression.losesOver(windowed)) {
            return write(windowed.function());
        }
        if (windowed.function() instanceof Call call) {
            call(call, windowed.ignoreNulls() != IgnoreNulls.UNSPECIFIED);
        } else {
            write(windowed.function());
        }
        out.put(" OVER (");
        if (!windowed.partitionBy().isEmpty()) {
            out.put("PARTITION BY ");
            list(windowed.partitionBy()).put(" ");
        }
        if (!windowed.orderBy().isEmpty()) {
            out.put("ORDER BY ");
            sortItems(windowed.orderBy()).put(" ");
        }
        if (windowed.frame() != null) {
            frame(windowed.frame());
        }
        return out.put(")");
    }
}
