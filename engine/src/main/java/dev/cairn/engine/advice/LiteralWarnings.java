package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.LiteralValues;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds comparisons and stored values that the server accepts, although no value of the column can be what is written. */
final class LiteralWarnings implements Query.PartVisitor {
    static final Set<Operator> COMPARISONS = Set.of(
            Operator.EQUAL,
            Operator.NOT_EQUAL,
            Operator.LESS,
            Operator.LESS_OR_EQUAL,
            Operator.GREATER,
            Operator.GREATER_OR_EQUAL);

    private final Bindings bindings;
    private final Function<Span, String> quotation;
    private final List<QueryWarning> warnings = new ArrayList<>();

    /** @param quotation returns the words to quote for a part of the statement */
    private LiteralWarnings(Bindings bindings, Function<Span, String> quotation) {
        this.bindings = bindings;
        this.quotation = quotation;
    }

    static List<QueryWarning> findIn(Bindings bindings, Function<Span, String> quotation) {
        LiteralWarnings visitor = new LiteralWarnings(bindings, quotation);
        bindings.visit(visitor);
        return visitor.warnings;
    }

    @Override
    public void visitExpression(Expression expression) {
        Column stored = bindings.assignedColumn(expression);
        if (stored != null) {
            checkStored(stored.name(), stored.type(), expression);
        }
        if (expression instanceof Expression.Binary binary) {
            checkComparison(binary);
        } else if (expression instanceof Expression.In in) {
            in.candidates().forEach(candidate -> checkEquality(in.value(), candidate));
            checkNulls(in);
        } else if (expression instanceof Expression.Between between) {
            checkRange(between.value(), between.low());
            checkRange(between.value(), between.high());
            if (isNull(between.low()) || isNull(between.high())) {
                addNull(between);
            }
        } else if (expression instanceof Expression.Case choice && choice.operand() != null) {
            choice.branches().forEach(branch -> checkCase(choice.operand(), branch.condition()));
        } else if (expression instanceof Expression.InQuery in && in.negated()) {
            checkNotIn(in);
        } else if (expression instanceof Expression.Unary unary
                && unary.operator().meaning() == Operator.NOT
                && unary.operand().unwrap() instanceof Expression.InQuery in
                && !in.negated()) {
            checkNotIn(in);
        } else if (expression instanceof Expression.Cast cast
                && cast.value().unwrap() instanceof Expression.Text literal) {
            checkForm(text(cast.span()), cast.type(), literal);
        } else if (expression instanceof Expression.Text literal) {
            checkArgument(literal);
        }
    }

    /** @param target the column, or the part of it, that stores the value, as the subject of a sentence */
    private void checkStored(String target, Type type, Expression expression) {
        for (ValuePropagation.PropagatedValue passed : new ValuePropagation(bindings).propagatedValues(expression)) {
            if (passed.expression() != null) {
                checkStoredPart(target, type, passed.expression());
            }
        }
    }

    private void checkStoredPart(String target, Type type, Expression part) {
        Expression bareExpression = part.unwrap();
        BigDecimal number = StoredNumber.valueOf(bareExpression);
        if (bareExpression instanceof Expression.Text literal) {
            check(target, type, literal);
        } else if (number != null && number.scale() >= 0) {
            checkLength(target, type, part, number.toPlainString());
        }
        if (number != null && !StoredNumber.fits(number, type)) {
            add(
                    QueryAdviceRule.LITERAL_VALUE,
                    part.span(),
                    target,
                    TypeFormat.formatCanonically(type),
                    text(part.span()));
        }
        if (bareExpression instanceof Expression.ArrayLiteral array && type instanceof Type.Array stored) {
            array.elements().forEach(element -> checkStored("an element of " + target, stored.element(), element));
        } else if (bareExpression instanceof Expression.MapLiteral map && type instanceof Type.Map stored) {
            for (Expression.Entry entry : map.entries()) {
                checkStored("a key of " + target, stored.key(), entry.key());
                checkStored("a value of " + target, stored.value(), entry.value());
            }
        }
    }

    private boolean checkLength(String target, Type type, Expression literal, String value) {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        boolean longer = isText(type) && type instanceof Type.Text text && text.length() > 0 && length > text.length();
        if (longer) {
            add(
                    QueryAdviceRule.LITERAL_LENGTH,
                    literal.span(),
                    target,
                    String.valueOf(((Type.Text) type).length()),
                    text(literal.span()),
                    String.valueOf(length));
        }
        return longer;
    }

    private static boolean isNull(Expression expression) {
        return expression.unwrap() instanceof Expression.Null;
    }

    private void checkNulls(Expression.In in) {
        List<Expression> candidates = in.candidates();
        boolean never = in.negated()
                ? candidates.stream().anyMatch(LiteralWarnings::isNull)
                : candidates.stream().allMatch(LiteralWarnings::isNull);
        if (never) {
            addNull(in);
        }
    }

    private void addNull(Expression condition) {
        add(QueryAdviceRule.NULL_COMPARISON, condition.span(), text(condition.span()));
    }

    private void checkCase(Expression operand, Expression condition) {
        if (isNull(condition)) {
            add(QueryAdviceRule.NULL_COMPARISON, condition.span(), "WHEN " + text(condition.span()));
        }
        checkEquality(operand, condition);
    }

    /** The server casts an argument to the type that the function takes. */
    private void checkArgument(Expression.Text literal) {
        Bindings.Argument argument = bindings.argument(literal);
        if (argument != null) {
            // The name as it is written, which may be that of another function for the server.
            String function = text(argument.call().span()).split("\\(", 2)[0].strip();
            checkForm("the argument of " + function + "()", argument.type(), literal);
        }
    }

    private void checkComparison(Expression.Binary binary) {
        Operator operator = binary.operator().meaning();
        Expression left = binary.left().unwrap();
        Expression right = binary.right().unwrap();
        if (operator == Operator.EQUAL_FOR_NULL) {
            checkEquality(left, right);
            checkEquality(right, left);
        }
        if (!COMPARISONS.contains(operator)) {
            return;
        }
        if (isNull(left) || isNull(right)) {
            addNull(binary);
        } else if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
            checkEquality(left, right);
            checkEquality(right, left);
            if (operator == Operator.EQUAL) {
                checkJoin(binary, left, right);
            }
        } else {
            checkRange(left, right);
            checkRange(right, left);
        }
    }

    /** Checks a text that a value is compared with for equality; one that is compared with a column has to be a value of the column. */
    private void checkEquality(Expression value, Expression other) {
        boolean column = value.unwrap() instanceof Expression.Reference reference && bindings.column(reference) != null;
        Type type = bindings.type(value);
        if (column && type != null && other.unwrap() instanceof Expression.Text literal) {
            check(text(value.span()), type, literal);
        } else {
            checkRange(value, other);
        }
    }

    /** Checks a text that bounds a value. */
    private void checkRange(Expression value, Expression bound) {
        Type type = bindings.type(value);
        if (type != null && bound.unwrap() instanceof Expression.Text literal) {
            checkForm(text(value.span()), type, literal);
        }
    }

    private void check(String column, Type type, Expression.Text literal) {
        if (!checkLength(column, type, literal, literal.value())) {
            checkForm(column, type, literal);
        }
    }

    private void checkForm(String target, Type type, Expression.Text literal) {
        if (!isValue(literal.value().strip(), type)) {
            add(
                    QueryAdviceRule.LITERAL_VALUE,
                    literal.span(),
                    target,
                    TypeFormat.formatCanonically(type),
                    text(literal.span()));
        }
    }

    /** Whether a text is a value of a type, as far as its form says. */
    private static boolean isValue(String text, Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        try {
            if (primitive.isNumeric()) {
                LiteralValues.checkFloating(text);
            } else if (primitive.isDate()) {
                LiteralValues.parseDate(text);
            } else if (primitive == PrimitiveType.BOOLEAN) {
                LiteralValues.parseBoolean(text);
            }
            return true;
        } catch (InvalidValueException invalid) {
            return false;
        }
    }

    /** Compares columns of two relations, as in a join. */
    private void checkJoin(Expression.Binary binary, Expression left, Expression right) {
        if (left instanceof Expression.Reference one
                && right instanceof Expression.Reference other
                && areOfTwoRelations(one, other)) {
            boolean textFirst = isText(bindings.type(one)) && isNumber(bindings.type(other));
            boolean textLast = isNumber(bindings.type(one)) && isText(bindings.type(other));
            if (textFirst || textLast) {
                Expression text = textFirst ? one : other;
                Expression number = textFirst ? other : one;
                add(QueryAdviceRule.TEXT_NUMBER_JOIN, binary.span(), text(text.span()), text(number.span()));
            }
        }
    }

    private boolean areOfTwoRelations(Expression.Reference one, Expression.Reference other) {
        RelationField left = bindings.column(one);
        RelationField right = bindings.column(other);
        return left != null
                && right != null
                && !left.bases().isEmpty()
                && !right.bases().isEmpty()
                && left.bases().get(0).relation() != right.bases().get(0).relation();
    }

    private static boolean isText(@Nullable Type type) {
        return type != null && PrimitiveType.of(type).isCharacters();
    }

    private static boolean isNumber(@Nullable Type type) {
        return type != null && PrimitiveType.of(type).isNumeric();
    }

    private void checkNotIn(Expression.InQuery in) {
        if (in.query().isUnread()) {
            return;
        }
        List<Item> items = in.query().body().firstSelect().items();
        if (items.size() == 1 && items.get(0) instanceof Item.Value value) {
            ExpressionType typed = bindings.typeOf(value.value());
            NullCause cause = typed == null ? null : typed.cause();
            if (cause != null && cause.kind() != NullCause.Kind.UNKNOWN) {
                Span span = value.value().span();
                add(QueryAdviceRule.NOT_IN_NULL, span, text(span));
            }
        }
    }

    private String text(Span span) {
        return quotation.apply(span);
    }

    private void add(QueryAdviceRule rule, Span span, String... arguments) {
        warnings.add(new QueryWarning(rule, List.of(arguments), span, null));
    }
}
