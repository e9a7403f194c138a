package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionMessageWriter;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.IgnoreNullsPosition;
import dev.cairn.sql.ast.Expression.NumberLiteral;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Expression.WindowCall;
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
 * Derives the name of an unnamed column, which is its expression as the server prints it: {@code (a + 1) * 2},
 * {@code sum(price)}. Operands other than names and literals are always printed in parentheses. Calls are printed as
 * the server's parser rewrites them.
 */
final class DerivedColumnNameWriter extends DerivedQueryNameWriter {
    private static final int DATE_LENGTH = "2024-01-01".length();
    private static final int DATETIME_LENGTH = "2024-01-01 00:00:00".length();
    private static final int MAX_FRACTION_DIGITS = 6;

    private final ServerProfile profile;
    private final NameQualificationRules nameQualificationRules;
    private boolean printsFullNames;

    private DerivedColumnNameWriter(
            SqlTextBuilder out, ServerProfile profile, NameQualificationRules nameQualificationRules) {
        super(out);
        this.profile = profile;
        this.nameQualificationRules = nameQualificationRules;
    }

    /**
     * Returns the name of a column with this expression. If the expression is itself a name, this is the last part of
     * the name; a name with more than {@link RelationFields#MAX_NAME_PARTS} parts is kept.
     */
    static String render(ServerProfile profile, Expression expression, NameQualificationRules nameQualificationRules) {
        if (stripParenthesesAndPlusSigns(expression) instanceof Expression.Reference reference) {
            QualifiedName name = reference.name();
            return name.parts().size() > RelationFields.MAX_NAME_PARTS
                    ? name.toString()
                    : name.lastPart().text();
        }
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.SHOWN);
        return new DerivedColumnNameWriter(out, profile, nameQualificationRules)
                .write(expression)
                .toString();
    }

    /** Returns the expression without the parentheses and plus signs around it, which the server's parser drops. */
    private static Expression stripParenthesesAndPlusSigns(Expression expression) {
        Expression bareExpression = expression.unwrap();
        while (bareExpression instanceof Unary unary && unary.operator() == Operator.PLUS) {
            bareExpression = unary.operand().unwrap();
        }
        return bareExpression;
    }

    @Override
    public SqlTextBuilder write(Expression expression) {
        boolean printedFullNamesBefore = printsFullNames;
        printsFullNames |= nameQualificationRules.appliesTo(expression);
        super.write(expression);
        printsFullNames = printedFullNamesBefore;
        return out;
    }

    @Override
    protected SqlTextBuilder writeName(Name name) {
        return out.append(name.text());
    }

    @Override
    protected String spellUnit(String unit) {
        return unit.toUpperCase(Locale.ROOT);
    }

    @Override
    protected SqlTextBuilder writeOperand(Expression expression, boolean needsParentheses) {
        return writeParenthesizedUnlessPlain(expression);
    }

    @Override
    protected SqlTextBuilder writeWithParenthesesIf(Expression expression, boolean needsParentheses) {
        return write(expression);
    }

    private SqlTextBuilder writeParenthesizedUnlessPlain(Expression expression) {
        Expression bareExpression = stripParenthesesAndPlusSigns(expression);
        boolean isPlain = bareExpression instanceof Expression.Reference
                || bareExpression instanceof Expression.Parameter
                || bareExpression.isPlainLiteral()
                || (bareExpression instanceof Unary unary && unary.isSignedNumber());
        return isPlain ? write(expression) : writeInParentheses(expression);
    }

    // Names and literals.

    @Override
    public SqlTextBuilder visitReference(Expression.Reference reference) {
        return out.append((printsFullNames ? nameQualificationRules.qualify(reference) : reference.name()).toString());
    }

    @Override
    public SqlTextBuilder visitNumberLiteral(NumberLiteral number) {
        return out.append(ServerNumberFormat.render(number, ExpressionType.maxDecimalDigits(profile.version())));
    }

    @Override
    public SqlTextBuilder visitStringLiteral(Expression.StringLiteral text) {
        return out.appendLiteral(text.value());
    }

    @Override
    public SqlTextBuilder visitDateLiteral(Expression.DateLiteral dateText) {
        return out.appendLiteral(dateText.hasTime() ? completeTime(dateText.value()) : dateText.value());
    }

    /** Completes a time as the server prints it: with hours, minutes and seconds, and no or six fractional digits. */
    private static String completeTime(String value) {
        String time = value.length() == DATE_LENGTH ? value + " 00:00:00" : value;
        int fractionDigitCount = time.length() - DATETIME_LENGTH - 1;
        boolean needsPadding = fractionDigitCount > 0
                && fractionDigitCount < MAX_FRACTION_DIGITS
                && time.charAt(DATETIME_LENGTH) == '.';
        return needsPadding ? time + "0".repeat(MAX_FRACTION_DIGITS - fractionDigitCount) : time;
    }

    @Override
    public SqlTextBuilder visitHexLiteral(Expression.HexLiteral hex) {
        return out.appendLiteral(hex.digits().toUpperCase(Locale.ROOT));
    }

    @Override
    public SqlTextBuilder visitUnitBoundary(Expression.UnitBoundary boundary) {
        return out.append(boundary.word().toLowerCase(Locale.ROOT));
    }

    @Override
    public SqlTextBuilder visitUserVariable(Expression.UserVariable variable) {
        return out.append("@").append(variable.name().text());
    }

    @Override
    public SqlTextBuilder visitSystemVariable(Expression.SystemVariable variable) {
        String scope = variable.scope();
        String prefix = scope == null ? "@@" : scope.equalsIgnoreCase("global") ? "@@GLOBAL." : "@@SESSION.";
        return out.append(prefix).append(variable.name().text());
    }

    /** Omits the declared type of the array, which the server does not print. */
    @Override
    public SqlTextBuilder visitArrayLiteral(Expression.ArrayLiteral arrayLiteral) {
        out.append("[");
        return writeExpressions(arrayLiteral.elements()).append("]");
    }

    @Override
    public SqlTextBuilder visitMapLiteral(Expression.MapLiteral mapLiteral) {
        return super.visitMapLiteral(new Expression.MapLiteral(null, mapLiteral.entries(), mapLiteral.span()));
    }

    // Operators and predicates.

    @Override
    public SqlTextBuilder visitParenthesized(Expression.ParenthesizedExpression parenthesized) {
        return write(parenthesized.expression());
    }

    @Override
    public SqlTextBuilder visitCollate(Expression.Collate collate) {
        return write(collate.value());
    }

    @Override
    public SqlTextBuilder visitBinary(Binary binary) {
        String operator = " " + binary.operator().canonicalOperator().text() + " ";
        if (binary.isIntervalArithmetic()) {
            write(binary.left()).append(operator);
            return write(binary.right());
        }
        writeParenthesizedUnlessPlain(binary.left()).append(operator);
        return writeParenthesizedUnlessPlain(binary.right());
    }

    @Override
    public SqlTextBuilder visitUnary(Unary unary) {
        return switch (unary.operator().canonicalOperator()) {
            case NOT -> writePrefixedOperand("NOT ", unary.operand());
            case BIT_NOT -> writePrefixedOperand("~", unary.operand());
            case MINUS -> writeNegative(unary);
            default -> write(unary.operand());
        };
    }

    private SqlTextBuilder writePrefixedOperand(String prefix, Expression operand) {
        out.append(prefix);
        return writeParenthesizedUnlessPlain(operand);
    }

    /**
     * Writes the minus sign of a number literal as a part of the literal; zero has no sign. Any other operand is
     * multiplied by -1.
     */
    private SqlTextBuilder writeNegative(Unary unary) {
        boolean isNegative = false;
        Expression operand = unary;
        while (operand instanceof Unary signedNumber && signedNumber.isSignedNumber()) {
            isNegative ^= signedNumber.operator() == Operator.MINUS;
            operand = signedNumber.operand().unwrap();
        }
        if (operand == unary) {
            return writePrefixedOperand("-1 * ", unary.operand().unwrap());
        }
        boolean isZero = operand instanceof NumberLiteral number && number.isZero();
        out.appendIf(isNegative && !isZero, "-");
        return write(operand);
    }

    @Override
    public SqlTextBuilder visitLike(Expression.Like likePredicate) {
        return writeNegatable(
                likePredicate.isNegated(),
                likePredicate.value(),
                ExpressionMessageWriter.operatorName(likePredicate),
                likePredicate.pattern());
    }

    @Override
    public SqlTextBuilder visitMatch(Expression.Match match) {
        return writeNegatable(match.isNegated(), match.value(), "MATCH", match.pattern());
    }

    private SqlTextBuilder writeNegatable(boolean isNegated, Expression value, String operator, Expression pattern) {
        out.appendIf(isNegated, "NOT (");
        writeParenthesizedUnlessPlain(value).append(" ").append(operator).append(" ");
        return writeParenthesizedUnlessPlain(pattern).appendIf(isNegated, ")");
    }

    /** Writes the query in as many parentheses as the server prints. */
    @Override
    public SqlTextBuilder visitInSubquery(Expression.InSubquery inPredicate) {
        if (inPredicate.value() instanceof Expression.Tuple) {
            write(inPredicate.value()).append(inPredicate.isNegated() ? " NOT IN ((" : " IN ((");
            return write(inPredicate.query()).append("))");
        }
        writeMembershipStart(inPredicate.value(), inPredicate.isNegated()).append("((");
        return write(inPredicate.query()).append(")))");
    }

    @Override
    public SqlTextBuilder visitCast(Expression.Cast cast) {
        String type = TypeFormat.formatForMessages(StoredTypeConverter.convert(profile, cast.type(), cast.span()));
        return writePrefixedOperand("CAST(", cast.value())
                .append(" AS ")
                .append(type)
                .append(")");
    }

    @Override
    public SqlTextBuilder visitLambda(Expression.Lambda lambda) {
        boolean hasSeveralParameters = lambda.parameters().size() > 1;
        out.appendIf(hasSeveralParameters, "(")
                .appendList(lambda.parameters(), ", ", this::writeName)
                .append(hasSeveralParameters ? ") -> " : " -> ");
        return write(lambda.result());
    }

    // Calls.

    @Override
    public SqlTextBuilder visitExtract(Expression.Extract extract) {
        return writeCall(extract.field().text().toLowerCase(Locale.ROOT), false, List.of(extract.value()));
    }

    @Override
    public SqlTextBuilder visitCall(Call call) {
        return writeRewrittenCall(call, false);
    }

    private SqlTextBuilder writeCall(String name, boolean isDistinct, List<Expression> arguments) {
        out.append(name).append("(").appendIf(isDistinct, "DISTINCT ");
        return writeExpressions(arguments).append(")");
    }

    private SqlTextBuilder writeRewrittenCall(Call call, boolean ignoresNulls) {
        FunctionEntry function = BuiltinFunctions.resolveEntry(call);
        if (function.hasTrait(FunctionTrait.SESSION)) {
            return out.append(function.name().toUpperCase(Locale.ROOT)).append("()");
        }
        if (function.hasTrait(FunctionTrait.WITH_UNIT)) {
            return writeCall(function.name(), false, call.arguments());
        }
        Expression rewrittenExpression = CallRewrites.rewriteInParser(call);
        return rewrittenExpression instanceof Call plainCall
                ? writePlainCall(plainCall, ignoresNulls)
                : write(rewrittenExpression);
    }

    private SqlTextBuilder writePlainCall(Call call, boolean ignoresNulls) {
        String name = CallRewrites.lowerCaseName(call);
        FunctionEntry function = BuiltinFunctions.entry(name);
        List<Expression> arguments = call.arguments();
        if (function.hasTrait(FunctionTrait.SLICES_TIME)
                && arguments.size() == 4
                && arguments.get(2) instanceof Expression.StringLiteral unit
                && arguments.get(3) instanceof Expression.StringLiteral boundary) {
            out.append(name).append("(");
            write(arguments.get(0)).append(", INTERVAL ");
            write(arguments.get(1)).append(" ").append(unit.value()).append(", ");
            return out.append(boundary.value()).append(")");
        }
        if (name.equals("group_concat")) {
            int lastIndex = arguments.size() - 1;
            return writeOrderedAggregate(
                    name, call.isDistinct(), arguments.subList(0, lastIndex), List.of(), arguments.get(lastIndex));
        }
        if (call.hasStar()) {
            return out.append(name).append("(*)");
        }
        if (ignoresNulls && function.hasTrait(FunctionTrait.IGNORES_NULLS)) {
            out.append(name);
            return writeArgumentsIgnoringNulls(arguments, " ignore nulls");
        }
        return writeCall(name, call.isDistinct(), arguments);
    }

    @Override
    public SqlTextBuilder visitAggregateCall(AggregateCall aggregateCall) {
        Call call = aggregateCall.call();
        Call rewrittenCall = CallRewrites.rewrite(call) instanceof Call plainCall ? plainCall : call;
        String name = CallRewrites.lowerCaseName(rewrittenCall);
        List<Expression> arguments = rewrittenCall.arguments();
        if (aggregateCall.filter() != null) {
            List<Expression> argumentsWithFilter = new ArrayList<>(arguments);
            argumentsWithFilter.add(aggregateCall.filter());
            return writeCall(name + "_if", rewrittenCall.isDistinct(), argumentsWithFilter);
        }
        if (name.equals("array_agg")) {
            List<Expression> firstArguments = arguments.isEmpty() ? List.of() : arguments.subList(0, 1);
            return writeOrderedAggregate(
                    name, rewrittenCall.isDistinct(), firstArguments, aggregateCall.sortItems(), null);
        }
        if (name.equals("group_concat")) {
            int lastIndex = arguments.size() - 1;
            Expression separator =
                    aggregateCall.separator() == null ? arguments.get(lastIndex) : aggregateCall.separator();
            return writeOrderedAggregate(
                    name,
                    rewrittenCall.isDistinct(),
                    arguments.subList(0, lastIndex),
                    aggregateCall.sortItems(),
                    separator);
        }
        return visitCall(call);
    }

    private SqlTextBuilder writeOrderedAggregate(
            String name,
            boolean isDistinct,
            List<Expression> values,
            List<SortItem> orderBy,
            @Nullable Expression separator) {
        out.append(name).append("(").appendIf(isDistinct, "DISTINCT ").appendList(values, ",", this::write);
        writeOrderBy(orderBy.stream()
                .filter(item -> !ConstantExpressions.isConstant(item.value()))
                .toList());
        return writeGroupConcatSeparator(separator).append(")");
    }

    /**
     * Writes the direction, and the order of NULLs unless it is the default: first in an ascending order, last in a
     * descending one.
     */
    @Override
    protected void writeDirection(SortItem item) {
        out.append(item.sortsAscending() ? " ASC" : " DESC");
        out.appendIf(
                item.sortsAscending() != item.sortsNullsFirst(),
                item.sortsNullsFirst() ? " NULLS FIRST" : " NULLS LAST");
    }

    @Override
    public SqlTextBuilder visitWindowCall(WindowCall windowCall) {
        if (CallRewrites.dropsOver(windowCall)) {
            return write(windowCall.function());
        }
        if (windowCall.function() instanceof Call call) {
            writeRewrittenCall(call, windowCall.ignoreNulls() != IgnoreNullsPosition.UNSPECIFIED);
        } else {
            write(windowCall.function());
        }
        out.append(" OVER (");
        if (!windowCall.partitionBy().isEmpty()) {
            out.append("PARTITION BY ");
            writeExpressions(windowCall.partitionBy()).append(" ");
        }
        if (!windowCall.orderBy().isEmpty()) {
            out.append("ORDER BY ");
            writeSortItems(windowCall.orderBy()).append(" ");
        }
        if (windowCall.frame() != null) {
            writeFrame(windowCall.frame());
        }
        return out.append(")");
    }
}
