package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.type.ArithmeticTypes;
import dev.cairn.analysis.type.DecimalTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.NestedComparisonRenderer;
import dev.cairn.embedded.translate.value.NestedValueTranslator;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.embedded.translate.value.WideDecimal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates operators, casts, and the addition of intervals. Where DuckDB fails, the server returns a value: a
 * division by zero is NULL, and an integer beyond its range wraps around.
 */
record OperatorTranslator(ExpressionTranslator expressionTranslator) {
    DuckDbExpression translateUnary(Expression.Unary unary) {
        return switch (unary.operator().canonicalOperator()) {
            case NOT -> new DuckDbExpression(translateNegation(unary.operand()), TranslationTypes.BOOLEAN);
            case BIT_NOT ->
                new DuckDbExpression(
                        "(~" + expressionTranslator.translateAs(unary.operand(), TranslationTypes.BIGINT) + ")",
                        TranslationTypes.BIGINT);
            case MINUS -> {
                Type type = expressionTranslator.requireType(unary);
                DuckDbExpression operand =
                        expressionTranslator.translate(unary.operand()).castTo(type);
                if (needsWrapping(type)) {
                    yield new WrappingArithmeticTranslator(type).translateOperation(Operator.MINUS, "0", operand.sql());
                }
                // DuckDB negates the smallest number into a wider type, and subtracts it with an overflow.
                String operator = PrimitiveType.of(type).isFixedPoint() ? "(0 - " : "(-";
                yield createValue(operator + operand.sql() + ")", type, operand.isFolded());
            }
            default -> expressionTranslator.translate(unary.operand());
        };
    }

    DuckDbExpression translateBinary(Expression.Binary binary) {
        Operator operator = binary.operator().canonicalOperator();
        return switch (operator) {
            case AND, OR ->
                new DuckDbExpression(
                        new ConditionChain(this, operator, collectChainOperands(binary, operator))
                                .combine(expressionTranslator::translateCondition),
                        TranslationTypes.BOOLEAN);
            case EQUAL, NULL_SAFE_EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                new DuckDbExpression(translateComparison(operator, binary), TranslationTypes.BOOLEAN);
            case PLUS, MINUS -> {
                boolean isSubtraction = operator == Operator.MINUS;
                if (binary.left().unwrap() instanceof Expression.Interval interval) {
                    yield translateIntervalAddition(
                            binary.right(), interval, isSubtraction, expressionTranslator.requireType(binary));
                }
                yield binary.right().unwrap() instanceof Expression.Interval interval
                        ? translateIntervalAddition(
                                binary.left(), interval, isSubtraction, expressionTranslator.requireType(binary))
                        : translateArithmetic(operator, binary, binary.left(), binary.right());
            }
            default -> translateArithmetic(operator, binary, binary.left(), binary.right());
        };
    }

    /** Returns the operands of a chain, such as {@code a AND b AND c}, which the parser combines in pairs. */
    private List<Expression> collectChainOperands(Expression.Binary binary, Operator operator) {
        List<Expression> operands = new ArrayList<>();
        addOperandsTo(operands, binary.left(), operator);
        addOperandsTo(operands, binary.right(), operator);
        return operands;
    }

    private void addOperandsTo(List<Expression> operands, Expression expression, Operator operator) {
        if (expression instanceof Expression.Binary binary
                && binary.operator().canonicalOperator() == operator
                && !expressionTranslator.isReplaced(binary)
                && !expressionTranslator.hasBoundValue(binary)) {
            addOperandsTo(operands, binary.left(), operator);
            addOperandsTo(operands, binary.right(), operator);
        } else {
            operands.add(expression);
        }
    }

    private String translateComparison(Operator operator, Expression.Binary binary) {
        Optional<Expression.Binary> movedShift = moveShiftToConstant(binary);
        if (movedShift.isPresent()) {
            return translateComparison(operator, movedShift.get());
        }
        List<String> operands =
                expressionTranslator.translateComparedOperands(binary, List.of(binary.left(), binary.right()));
        Type type = expressionTranslator.operandTypes(binary).get(0);
        return renderComparison(operator, operands.get(0), operands.get(1), type);
    }

    /**
     * Moves months or years that are added on one side of a comparison to a constant on its other side, as frontends
     * do; empty if the comparison has no such sides.
     */
    private Optional<Expression.Binary> moveShiftToConstant(Expression.Binary comparison) {
        Expression left = comparison.left();
        Expression right = comparison.right();
        return expressionTranslator
                .findComparedShift(left, right)
                .map(shift -> new Expression.Binary(
                        comparison.operator(), shift.time(), shift.shiftBack(right), comparison.span()))
                .or(() -> expressionTranslator
                        .findComparedShift(right, left)
                        .map(shift -> new Expression.Binary(
                                comparison.operator(), shift.shiftBack(left), shift.time(), comparison.span())));
    }

    /**
     * Negates a condition as the server does: it negates the comparisons inside the condition. This makes a difference
     * for arrays with NULL elements, which are neither equal nor unequal, but have an order.
     */
    private String translateNegation(Expression operand) {
        Expression interpretedOperand = expressionTranslator.interpret(operand);
        if (interpretedOperand instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT) {
            return expressionTranslator.translateCondition(unary.operand());
        }
        if (interpretedOperand instanceof Expression.In inPredicate) {
            return "("
                    + new PredicateTranslator(expressionTranslator).translateIn(inPredicate, !inPredicate.isNegated())
                    + ")";
        }
        if (interpretedOperand instanceof Expression.InSubquery inPredicate) {
            return "("
                    + new PredicateTranslator(expressionTranslator)
                            .translateInQuery(inPredicate, !inPredicate.isNegated())
                    + ")";
        }
        if (interpretedOperand instanceof Expression.Binary binary) {
            Operator operator = binary.operator().canonicalOperator();
            if (operator == Operator.AND || operator == Operator.OR) {
                Operator dualOperator = operator == Operator.AND ? Operator.OR : Operator.AND;
                return new ConditionChain(this, dualOperator, collectChainOperands(binary, operator))
                        .combineNegated(this::translateNegation);
            }
            Operator oppositeOperator = findOppositeOperator(operator);
            if (oppositeOperator != null) {
                return translateComparison(oppositeOperator, binary);
            }
        }
        return "(NOT " + expressionTranslator.translateCondition(operand) + ")";
    }

    /** A comparison of a value with a constant, which are converted to the type in which they are compared. */
    record ConstantComparison(Operator operator, String value, String constant, Type type) {
        String render() {
            return renderComparison(operator, value, constant, type);
        }
    }

    /**
     * Returns a condition that compares a value with a constant by = or !=; empty for any other condition, and for
     * types that DuckDB does not compare as the server does.
     *
     * @param isNegated whether to negate the condition
     */
    Optional<ConstantComparison> findConstantComparison(Expression condition, boolean isNegated) {
        if (!(expressionTranslator.interpret(condition) instanceof Expression.Binary binary)
                || expressionTranslator.hasBoundValue(binary)) {
            return Optional.empty();
        }
        Operator writtenOperator = binary.operator().canonicalOperator();
        Operator operator = isNegated ? findOppositeOperator(writtenOperator) : writtenOperator;
        boolean isConstantFirst = expressionTranslator.isConstant(binary.left());
        if ((operator != Operator.EQUAL && operator != Operator.NOT_EQUAL)
                || isConstantFirst == expressionTranslator.isConstant(binary.right())
                || moveShiftToConstant(binary).isPresent()) {
            return Optional.empty();
        }
        Type type = expressionTranslator.operandTypes(binary).get(0);
        if (!comparesLikeServer(type)) {
            return Optional.empty();
        }
        List<String> operands = expressionTranslator.translateOperands(binary, List.of(binary.left(), binary.right()));
        return Optional.of(new ConstantComparison(
                operator, operands.get(isConstantFirst ? 1 : 0), operands.get(isConstantFirst ? 0 : 1), type));
    }

    private static @Nullable Operator findOppositeOperator(Operator comparison) {
        return switch (comparison) {
            case EQUAL -> Operator.NOT_EQUAL;
            case NOT_EQUAL -> Operator.EQUAL;
            case LESS -> Operator.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> Operator.GREATER;
            case GREATER -> Operator.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> Operator.LESS;
            default -> null;
        };
    }

    /**
     * Translates a condition of WHERE or of a join. If it requires that values of two relations are equal, the values
     * are keys of a hash join, in which elements that are NULL are equal, too.
     */
    String translateJoinCondition(Expression condition) {
        if (expressionTranslator.interpret(condition) instanceof Expression.Binary binary
                && binary.operator().canonicalOperator() == Operator.AND) {
            return translateJoinConditions(collectChainOperands(binary, Operator.AND));
        }
        Expression.Binary equality = findEquality(condition);
        if (equality != null
                && expressionTranslator.operandTypes(equality).get(0).isNested()
                && areNonEmptyAndDisjoint(
                        expressionTranslator.collectReferencedRelations(equality.left()),
                        expressionTranslator.collectReferencedRelations(equality.right()))) {
            List<String> operands =
                    expressionTranslator.translateOperands(equality, List.of(equality.left(), equality.right()));
            Type type = expressionTranslator.operandTypes(equality).get(0);
            return NestedComparisonRenderer.renderKeyEquality(operands.get(0), operands.get(1), type);
        }
        return expressionTranslator.translateCondition(condition);
    }

    /** Translates conditions that AND combines. If there are many, those that do not join relations form groups. */
    private String translateJoinConditions(List<Expression> conditions) {
        List<String> joiningConditions = new ArrayList<>();
        List<Expression> otherConditions = new ArrayList<>();
        for (Expression condition : conditions) {
            boolean mayBeInGroup = conditions.size() > ConditionChain.MAX_COMBINED_CONDITIONS
                    && !RestrictedExpression.QUERY.isIn(condition)
                    && expressionTranslator
                                    .collectReferencedRelations(condition)
                                    .size()
                            <= 1;
            if (mayBeInGroup) {
                otherConditions.add(condition);
            } else {
                joiningConditions.add(translateJoinCondition(condition));
            }
        }
        if (!otherConditions.isEmpty()) {
            joiningConditions.add(
                    new ConditionChain(this, Operator.AND, otherConditions).combine(this::translateJoinCondition));
        }
        return "(" + String.join(" AND ", joiningConditions) + ")";
    }

    /** Returns the comparison that requires equal operands: = or a negated !=; null for any other condition. */
    private Expression.@Nullable Binary findEquality(Expression condition) {
        Expression interpretedCondition = expressionTranslator.interpret(condition);
        boolean isNegated = interpretedCondition instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT;
        Expression comparison = isNegated
                ? expressionTranslator.interpret(((Expression.Unary) interpretedCondition).operand())
                : interpretedCondition;
        return comparison instanceof Expression.Binary binary
                        && binary.operator().canonicalOperator() == (isNegated ? Operator.NOT_EQUAL : Operator.EQUAL)
                ? binary
                : null;
    }

    private static boolean areNonEmptyAndDisjoint(Set<BoundRelation> leftRelations, Set<BoundRelation> rightRelations) {
        return !leftRelations.isEmpty()
                && !rightRelations.isEmpty()
                && Collections.disjoint(leftRelations, rightRelations);
    }

    /** Translates a cast. A value that can't be converted becomes NULL, unless the session chooses an error. */
    DuckDbExpression translateCast(Expression.Cast writtenCast) {
        DuckDbExpression value = expressionTranslator.translate(writtenCast.value());
        Type type = expressionTranslator.requireType(writtenCast);
        boolean isConstantText = PrimitiveType.of(value.type()).isCharacterType()
                && value.castChain() == null
                && expressionTranslator.frontendConstants().isCalculated(writtenCast.value());
        DuckDbExpression cast =
                (isConstantText ? DuckDbExpression.ofFolded(value.sql(), value.type()) : value).castTo(type);
        if (isDocumentWithoutNulls(writtenCast.value(), value.type()) && NestedValueTranslator.hasEmptyValue(type)) {
            return new DuckDbExpression(
                    "CASE WHEN " + value.sql() + " IS NOT NULL THEN coalesce(" + cast.sql() + ", "
                            + NestedValueTranslator.renderEmptyValue(type) + ") END",
                    type);
        }
        // Backends convert decimals by functions that read another mode.
        boolean involvesDecimal = value.type() instanceof Type.Decimal || type instanceof Type.Decimal;
        if (value.type().isNested()
                || type.isNested()
                || involvesDecimal
                || !expressionTranslator.context().hasSqlMode(SqlMode.ALLOW_THROW_EXCEPTION)) {
            return cast;
        }
        PrimitiveType sourcePrimitive = PrimitiveType.of(value.type());
        String printedText = sourcePrimitive == PrimitiveType.VARIANT
                ? "coalesce(sr_variant_json(" + value.sql() + "), '')"
                : "CAST(" + value.sql() + " AS VARCHAR)";
        String refusalCall = "sr_refuse('cast from " + sourcePrimitive + "(' || " + printedText + " || ') to "
                + PrimitiveType.of(type) + " failed')";
        return new DuckDbExpression(
                "CASE WHEN " + value.sql() + " IS NOT NULL AND " + cast.sql() + " IS NULL THEN " + refusalCall
                        + " ELSE " + cast.sql() + " END",
                type);
    }

    /**
     * Returns whether a JSON document or a VARIANT comes from a backend's column without marks for NULL: it is a
     * constant, or the column of a table that is NOT NULL. A cast of such a column has no marks either.
     */
    private boolean isDocumentWithoutNulls(Expression document, Type documentType) {
        PrimitiveType primitiveType = PrimitiveType.of(documentType);
        if (primitiveType != PrimitiveType.JSON && primitiveType != PrimitiveType.VARIANT) {
            return false;
        }
        return expressionTranslator.isConstant(document)
                || (document.unwrap() instanceof Expression.Reference
                        && !expressionTranslator
                                .determineExpressionType(document)
                                .isNullable());
    }

    /** Returns whether DuckDB compares values of a type as the server does. */
    static boolean comparesLikeServer(Type type) {
        return !type.isNested() && PrimitiveType.of(type) != PrimitiveType.JSON;
    }

    /** Compares two values of the same type. */
    static String renderComparison(Operator operator, String left, String right, Type type) {
        if (comparesLikeServer(type)) {
            return "(" + left + operatorText(operator) + right + ")";
        }
        return "("
                + (type.isNested()
                        ? renderNestedComparison(operator, left, right, type)
                        : renderJsonComparison(operator, left, right))
                + ")";
    }

    private static String renderJsonComparison(Operator operator, String left, String right) {
        String order = "sr_json_compare(" + left + ", " + right + ")";
        return switch (operator) {
            case EQUAL -> left + " = " + right + " OR " + order + " = 0";
            case NULL_SAFE_EQUAL -> "coalesce(" + order + " = 0, " + left + " IS NULL AND " + right + " IS NULL)";
            default -> order + operatorText(operator) + "0";
        };
    }

    private static String renderNestedComparison(Operator operator, String left, String right, Type type) {
        return switch (operator) {
            case EQUAL -> NestedComparisonRenderer.renderEquality(left, right, type);
            case NOT_EQUAL -> NestedComparisonRenderer.renderDifference(left, right, type);
            case NULL_SAFE_EQUAL ->
                NestedComparisonRenderer.renderSortedMaps(left, type)
                        + operatorText(operator)
                        + NestedComparisonRenderer.renderSortedMaps(right, type);
            default ->
                NestedComparisonRenderer.requireOrderable(left, type)
                        + operatorText(operator)
                        + NestedComparisonRenderer.requireOrderable(right, type);
        };
    }

    private static String operatorText(Operator comparison) {
        return switch (comparison) {
            case NULL_SAFE_EQUAL -> " IS NOT DISTINCT FROM ";
            case NOT_EQUAL -> " <> ";
            default -> " " + comparison.text() + " ";
        };
    }

    /** Translates the addition or subtraction of an interval. */
    DuckDbExpression translateIntervalAddition(
            Expression date, Expression.Interval interval, boolean isSubtraction, Type type) {
        String unit = interval.unit().toLowerCase(Locale.ROOT);
        if (unit.equals("quarter")
                && expressionTranslator.frontendConstants().isCalculated(date)
                && expressionTranslator.frontendConstants().isCalculated(interval.amount())) {
            Expression call = Expression.Call.of(
                    isSubtraction ? "quarters_sub" : "quarters_add", List.of(date, interval.amount()), interval.span());
            return expressionTranslator.translate(call).castTo(type);
        }
        String time = expressionTranslator.translateAs(date, TranslationTypes.DATETIME);
        String distance = expressionTranslator.translateAs(interval.amount(), TranslationTypes.INT);
        String duration = renderInterval(unit, (isSubtraction ? "(-" : "(") + "CAST(" + distance + " AS BIGINT))");
        String shiftedTime = "sr_calendar((" + time + " + " + duration + "))";
        return new DuckDbExpression(CastTranslator.convert(shiftedTime, TranslationTypes.DATETIME, type), type);
    }

    /**
     * Returns an interval. DuckDB fails if it can't represent an interval; the query is then repeated in a mode in
     * which such an interval is NULL.
     */
    private String renderInterval(String unit, String amount) {
        if (expressionTranslator.state().mode().isWrapping()) {
            return "sr_interval(" + amount + ", '" + unit + "')";
        }
        return switch (unit) {
            case "year" -> "to_years(CAST(" + amount + " AS INTEGER))";
            case "quarter" -> "to_months(CAST(3 * " + amount + " AS INTEGER))";
            case "month" -> "to_months(CAST(" + amount + " AS INTEGER))";
            case "week" -> "to_days(CAST(7 * " + amount + " AS INTEGER))";
            case "day" -> "to_days(CAST(" + amount + " AS INTEGER))";
            case "hour" -> "to_hours(" + amount + ")";
            case "minute" -> "to_minutes(" + amount + ")";
            case "second" -> "to_seconds(" + amount + ")";
            case "millisecond" -> "to_microseconds(1000 * " + amount + ")";
            default -> "to_microseconds(" + amount + ")";
        };
    }

    /**
     * Translates arithmetic.
     *
     * @param wholeExpression the expression whose type is the result type
     */
    DuckDbExpression translateArithmetic(
            Operator operator, Expression wholeExpression, Expression left, Expression right) {
        Type type = expressionTranslator.requireType(wholeExpression);
        if (expressionTranslator.requireType(left).equals(TranslationTypes.NULL)
                || expressionTranslator.requireType(right).equals(TranslationTypes.NULL)) {
            return new DuckDbExpression("NULL", TranslationTypes.NULL).castTo(type);
        }
        if (operator == Operator.SHIFT_LEFT
                || operator == Operator.SHIFT_RIGHT
                || operator == Operator.SHIFT_RIGHT_LOGICAL) {
            return translateBitShift(operator, type, left, right);
        }
        if (operator == Operator.INT_DIVIDE && hasDecimal(left, right)) {
            return translateDecimalIntDivision(wholeExpression, left, right);
        }
        if (PrimitiveType.of(type).isDecimal()) {
            return translateDecimalArithmetic(
                    operator, type, expressionTranslator.translate(left), expressionTranslator.translate(right));
        }
        DuckDbExpression leftValue = expressionTranslator.translate(left).castTo(type);
        DuckDbExpression rightValue = expressionTranslator.translate(right).castTo(type);
        String leftSql = leftValue.sql();
        String rightSql = rightValue.sql();
        rightSql = isDivision(operator) ? renderDivisor(leftSql, rightSql, "nullif(" + rightSql + ", 0)") : rightSql;
        if (needsWrapping(type) && WrappingArithmeticTranslator.mayOverflow(operator)) {
            return new WrappingArithmeticTranslator(type).translateOperation(operator, leftSql, rightSql);
        }
        boolean isFloatingPoint = PrimitiveType.of(type).isFloatingPoint();
        String sql = switch (operator) {
            case PLUS, MINUS, TIMES -> leftSql + " " + operator.text() + " " + rightSql;
            case DIVIDE -> leftSql + " / " + rightSql;
            case INT_DIVIDE -> "trunc(" + leftSql + " / " + rightSql + ")";
            case MODULO -> leftSql + " % " + rightSql;
            case BIT_AND, BIT_OR -> leftSql + " " + operator.text() + " " + rightSql;
            case BIT_XOR -> "xor(" + leftSql + ", " + rightSql + ")";
            default -> throw UnsupportedFeatureRefusals.createFunctionRefusal(operator.text(), wholeExpression.span());
        };
        if (operator == Operator.INT_DIVIDE && !isFloatingPoint) {
            sql = "(" + leftSql + " - " + leftSql + " % " + rightSql + ") // " + rightSql;
        }
        return createValue(
                "CAST((" + sql + ") AS " + DuckDbType.typeName(type) + ")",
                type,
                leftValue.isFolded() && rightValue.isFolded());
    }

    private static DuckDbExpression createValue(String sql, Type type, boolean isFolded) {
        return isFolded ? DuckDbExpression.ofFolded(sql, type) : new DuckDbExpression(sql, type);
    }

    /**
     * Divides decimals to an integer. The server divides them as {@code /} does, and takes the integer part of the
     * rounded quotient. An inexact operand or a text becomes a decimal without fraction digits first.
     */
    private DuckDbExpression translateDecimalIntDivision(
            Expression wholeExpression, Expression left, Expression right) {
        ArithmeticTypes types = DecimalTypes.determineTypes(
                Operator.INT_DIVIDE, expressionTranslator.requireType(left), expressionTranslator.requireType(right));
        Type.Decimal quotient =
                DecimalTypes.quotientType((Type.Decimal) types.leftType(), (Type.Decimal) types.rightType());
        if (WideDecimal.isWide(quotient)) {
            // The server has no division of wide decimals to an integer.
            throw UnsupportedFeatureRefusals.createFunctionRefusal(Operator.INT_DIVIDE.text(), wholeExpression.span());
        }
        return translateDecimalArithmetic(
                        Operator.DIVIDE,
                        quotient,
                        expressionTranslator.translate(left).castTo(types.leftType()),
                        expressionTranslator.translate(right).castTo(types.rightType()))
                .castTo(types.resultType());
    }

    private static boolean isDivision(Operator operator) {
        return operator == Operator.DIVIDE || operator == Operator.INT_DIVIDE || operator == Operator.MODULO;
    }

    /**
     * Returns a divisor.
     *
     * @param plainDivisor the divisor to use if a division by zero is not an error
     */
    private String renderDivisor(String dividend, String divisor, String plainDivisor) {
        return expressionTranslator.context().hasSqlMode(SqlMode.ERROR_FOR_DIVISION_BY_ZERO)
                ? "sr_divisor(" + dividend + ", " + divisor + ")"
                : plainDivisor;
    }

    private boolean hasDecimal(Expression left, Expression right) {
        return PrimitiveType.of(expressionTranslator.requireType(left)).isDecimalV3()
                || PrimitiveType.of(expressionTranslator.requireType(right)).isDecimalV3();
    }

    private boolean needsWrapping(Type type) {
        return expressionTranslator.state().mode().isWrapping()
                && PrimitiveType.of(type).isFixedPoint();
    }

    private DuckDbExpression translateBitShift(Operator operator, Type type, Expression left, Expression right) {
        String value = castToText(expressionTranslator.translateAs(left, type));
        String distance = expressionTranslator.translateAs(right, TranslationTypes.BIGINT);
        String shiftCall = "sr_shift('" + operator + "', " + value + ", " + distance + ", "
                + DuckDbType.countBits(PrimitiveType.of(type)) + ")";
        return new DuckDbExpression("CAST(" + shiftCall + " AS " + DuckDbType.typeName(type) + ")", type);
    }

    /**
     * Calculates with decimals. DuckDB divides decimals as doubles; functions in Java that take texts keep all digits.
     * Frontends calculate with constants, but leave most quotients to backends.
     */
    private DuckDbExpression translateDecimalArithmetic(
            Operator operator, Type type, DuckDbExpression left, DuckDbExpression right) {
        // A server doesn't check the digits of a result: it keeps what the bits of its type hold.
        String duckDbType = DuckDbType.calculatedTypeName(type);
        int scale = DuckDbType.decimalScale(type);
        boolean isWide = WideDecimal.isWide(type);
        boolean isFolded = left.isFolded() && right.isFolded() && operator != Operator.DIVIDE;
        if (!isWide
                && !expressionTranslator.state().mode().isWrapping()
                && (operator == Operator.PLUS || operator == Operator.MINUS)) {
            String leftSql = "TRY_CAST(" + renderDecimalOperand(left) + " AS " + duckDbType + ")";
            String rightSql = "TRY_CAST(" + renderDecimalOperand(right) + " AS " + duckDbType + ")";
            return createValue(
                    "TRY_CAST((" + leftSql + " " + operator.text() + " " + rightSql + ") AS " + duckDbType + ")",
                    type,
                    isFolded);
        }
        String operandsSql = castToText(renderDecimalOperand(left)) + ", "
                + castToText(
                        isDivision(operator)
                                ? renderDivisor(
                                        renderDecimalOperand(left),
                                        renderDecimalOperand(right),
                                        renderDecimalOperand(right))
                                : renderDecimalOperand(right));
        String sql = switch (operator) {
            case PLUS -> "sr_plus(" + operandsSql + ")";
            case MINUS -> "sr_minus(" + operandsSql + ")";
            case TIMES -> "sr_multiply(" + operandsSql + ", " + scale + ")";
            case DIVIDE -> "sr_divide(" + operandsSql + ", " + scale + ", " + countCalculationBits(type) + ")";
            default -> "sr_remainder(" + operandsSql + ", " + scale + ", " + countCalculationBits(type) + ")";
        };
        return createValue(
                isWide
                        ? WideDecimal.convertFromCalculatedText(sql, type)
                        : "TRY_CAST((" + sql + ") AS " + duckDbType + ")",
                type,
                isFolded);
    }

    /** Returns the number of bits of the integers with which a server calculates values of a decimal type. */
    static int countCalculationBits(Type decimalType) {
        return switch (PrimitiveType.of(decimalType)) {
            case DECIMAL32, DECIMAL64 -> Long.SIZE;
            case DECIMAL256 -> 4 * Long.SIZE;
            default -> 2 * Long.SIZE;
        };
    }

    private static String renderDecimalOperand(DuckDbExpression value) {
        if (WideDecimal.isWide(value.type())) {
            return value.convertTo(TranslationTypes.VARCHAR).sql();
        }
        PrimitiveType primitiveType = PrimitiveType.of(value.type());
        if (primitiveType.isDecimal() || primitiveType.isFixedPoint() || primitiveType == PrimitiveType.NULL_TYPE) {
            return value.sql();
        }
        return value.convertTo(TranslationTypes.DOUBLE).sql();
    }

    static String castToText(String sql) {
        return "CAST(" + sql + " AS VARCHAR)";
    }
}
