package dev.cairn.engine.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.NumberLiteral;
import dev.cairn.sql.ast.Expression.StringLiteral;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;

/**
 * Normalizes an expression as the server's parser does. Removes parentheses, collations and signs, and unifies
 * spellings with the same meaning.
 */
public final class ExpressionNormalizer {
    private final ServerProfile profile;

    private ExpressionNormalizer(ServerProfile profile) {
        this.profile = profile;
    }

    static Expression normalize(ServerProfile profile, Expression expression) {
        return expression.rewrite(new ExpressionNormalizer(profile)::normalizePart);
    }

    /**
     * Returns whether the server shows the name of the function in upper case, as it does for session functions, and
     * for functions whose first argument is a unit.
     */
    static boolean isNamedInUpperCase(Expression.Call call) {
        FunctionEntry functionEntry = BuiltinFunctions.resolveEntry(call);
        return functionEntry.hasTrait(FunctionTrait.SESSION) || functionEntry.hasTrait(FunctionTrait.WITH_UNIT);
    }

    private Expression normalizePart(Expression expression) {
        if (expression instanceof Expression.ParenthesizedExpression parenthesized) {
            return parenthesized.expression();
        }
        if (expression instanceof Expression.UnitIdentifier unit) {
            return new Expression.UnitIdentifier(unit.word().toUpperCase(Locale.ROOT), unit.span());
        }
        if (expression instanceof Expression.Collate collate) {
            return collate.value();
        }
        if (expression instanceof Unary unary) {
            return normalizeUnary(unary);
        }
        if (expression instanceof Binary binary) {
            return new Binary(binary.operator().canonicalOperator(), binary.left(), binary.right(), binary.span());
        }
        if (expression instanceof Expression.Call call) {
            return call.function().parts().size() > 1 ? call : normalizeCall(call);
        }
        if (expression instanceof Expression.Extract extract) {
            return Expression.Call.of(extract.field().text(), List.of(extract.value()), extract.span());
        }
        if (expression instanceof Expression.Cast cast) {
            return new Expression.Cast(
                    "CAST", cast.value(), StoredTypeConverter.convert(profile, cast.type(), cast.span()), cast.span());
        }
        if (expression instanceof Expression.Interval interval) {
            String unit = interval.unit().toUpperCase(Locale.ROOT);
            return new Expression.Interval(interval.amount(), unit, interval.span());
        }
        return isLiteral(expression) ? normalizeLiteral(expression) : normalizePredicate(expression);
    }

    /**
     * Returns a call as the parser reads it, which replaces some calls by other expressions and converts some names.
     */
    private static Expression normalizeCall(Expression.Call call) {
        FunctionEntry functionEntry = BuiltinFunctions.resolveEntry(call);
        if (isNamedInUpperCase(call) || functionEntry.hasTrait(FunctionTrait.UPPER_CASE)) {
            return Expression.Call.of(functionEntry.name().toUpperCase(Locale.ROOT), call.arguments(), call.span());
        }
        Expression parsedExpression = CallRewrites.rewriteInParser(call);
        return parsedExpression instanceof Expression.Call plainCall && functionEntry.hasTrait(FunctionTrait.LOWER_CASE)
                ? CallRewrites.replaceFunction(plainCall, functionEntry.name(), plainCall.arguments())
                : parsedExpression;
    }

    private static Expression normalizeUnary(Unary unary) {
        return switch (unary.operator()) {
            case PLUS, BINARY -> unary.operand();
            case MINUS -> normalizeNegation(unary);
            default -> new Unary(unary.operator().canonicalOperator(), unary.operand(), unary.span());
        };
    }

    /**
     * Returns a negation as the parser reads it: a number takes the sign, but zero does not; a negative number loses
     * its sign; any other operand is multiplied by -1.
     */
    private static Expression normalizeNegation(Unary unary) {
        Expression operand = unary.operand();
        if (operand instanceof NumberLiteral number) {
            return number.isZero() ? number : unary;
        }
        if (isNegativeNumber(operand)) {
            return ((Unary) operand).operand();
        }
        Unary minusOne = new Unary(
                Operator.MINUS, new NumberLiteral("1", NumberLiteral.Kind.INTEGER, unary.span()), unary.span());
        return new Binary(Operator.TIMES, minusOne, operand, unary.span());
    }

    static boolean isNegativeNumber(Expression expression) {
        return expression instanceof Unary unary
                && unary.operator() == Operator.MINUS
                && unary.operand() instanceof NumberLiteral;
    }

    private static Expression normalizePredicate(Expression expression) {
        if (expression instanceof Expression.Like likePredicate) {
            String word = likePredicate.word().equals("RLIKE") ? "REGEXP" : likePredicate.word();
            Expression positivePredicate = new Expression.Like(
                    word, false, likePredicate.value(), likePredicate.pattern(), likePredicate.span());
            return likePredicate.isNegated()
                    ? new Unary(Operator.NOT, positivePredicate, likePredicate.span())
                    : positivePredicate;
        }
        if (expression instanceof Expression.Match match && match.isNegated()) {
            Expression positivePredicate =
                    new Expression.Match(match.word(), false, match.value(), match.pattern(), match.span());
            return new Unary(Operator.NOT, positivePredicate, match.span());
        }
        return expression;
    }

    /** Returns whether an expression is a constant without operators, except for the sign of a negative number. */
    public static boolean isLiteral(Expression expression) {
        return expression.isPlainLiteral() || isNegativeNumber(expression);
    }

    private static Expression normalizeLiteral(Expression expression) {
        if (expression instanceof NumberLiteral number) {
            return normalizeNumber(number);
        }
        if (expression instanceof StringLiteral text) {
            return createTextLiteral(text.value(), text.span());
        }
        if (expression instanceof Expression.DateLiteral dateText) {
            return createTextLiteral(normalizeDate(dateText), dateText.span());
        }
        return expression;
    }

    static StringLiteral createTextLiteral(String value, Span span) {
        return new StringLiteral(value, '\'', span);
    }

    private static String normalizeDate(Expression.DateLiteral dateText) {
        try {
            return dateText.hasTime()
                    ? ServerDateFormat.formatDateTime(ServerDateFormat.parse(dateText.value()))
                    : ServerDateFormat.formatDate(ServerDateFormat.parse(dateText.value()));
        } catch (DateTimeException ignored) {
            return dateText.value();
        }
    }

    private static NumberLiteral normalizeNumber(NumberLiteral number) {
        if (number.isInteger()) {
            return new NumberLiteral(
                    new BigInteger(number.text()).toString(), NumberLiteral.Kind.INTEGER, number.span());
        }
        BigDecimal value = new BigDecimal(number.text());
        // The server refuses longer numbers or converts them to DOUBLE; they are left unchanged here.
        if (Math.abs((long) value.scale()) > Type.Decimal.MAX_DIGITS || value.precision() > Type.Decimal.MAX_DIGITS) {
            return number;
        }
        // A decimal without a fraction keeps an exponent, which distinguishes it from an integer.
        String numberText = value.scale() <= 0 ? value.toBigInteger() + "E0" : value.toPlainString();
        return new NumberLiteral(
                numberText, value.scale() <= 0 ? NumberLiteral.Kind.DOUBLE : NumberLiteral.Kind.DECIMAL, number.span());
    }
}
