package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.source.DictionaryLookup;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.query.SessionExpressionEvaluator;
import dev.cairn.embedded.translate.query.JsonPathArgument;
import dev.cairn.embedded.translate.query.JsonQueryChain;
import dev.cairn.embedded.translate.template.TemplateSelector;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Lambda;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates function calls by templates, or by methods of this class if a function depends on the session, on clauses
 * or on types. Other functions are refused as unsupported: their names are never passed to DuckDB, where they may mean
 * something else.
 */
final class CallTranslator {
    private static final DateTimeFormatter SECONDS_FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    /** The depth from which {@code typeof} prints three dots for the types within a nested type. */
    private static final int MAX_TYPE_NAME_DEPTH = 15;

    /** Functions whose result is one of their arguments. */
    private static final Set<String> CHOICE_FUNCTIONS = Set.of("if", "ifnull", "coalesce", "nullif");

    private final ExpressionTranslator expressionTranslator;

    CallTranslator(ExpressionTranslator expressionTranslator) {
        this.expressionTranslator = expressionTranslator;
    }

    /** Translates a call of a function, with or without aggregate or OVER clauses, or EXTRACT. */
    DuckDbExpression translate(Expression expression) {
        if (expression instanceof WindowCall windowCall) {
            return new WindowTranslator(expressionTranslator, windowCall)
                    .translate(new AggregateTranslator(expressionTranslator, this));
        }
        if (expression instanceof AggregateCall aggregateCall) {
            return createRowAggregateTranslator().translate(aggregateCall);
        }
        if (expression instanceof Expression.Extract extract) {
            String name = extract.field().text().toLowerCase(Locale.ROOT);
            return translate(Call.of(name, List.of(extract.value()), extract.span()));
        }
        Call call = (Call) expression;
        if (createRowAggregateTranslator().canTranslate(call)) {
            return createRowAggregateTranslator().translate(call);
        }
        CallTranslator callTranslator =
                BuiltinFunctions.resolveEntry(call).isAggregate() ? withoutColumnValueSqls() : this;
        return callTranslator.translateCall(call, call, Template.CallClauses.NONE);
    }

    /** Returns a translator of aggregates, whose arguments are values of rows, not of groups. */
    private AggregateTranslator createRowAggregateTranslator() {
        CallTranslator callTranslator = withoutColumnValueSqls();
        return new AggregateTranslator(callTranslator.expressionTranslator, callTranslator);
    }

    /** Returns a translator for which no casts and time shifts count as columns. */
    private CallTranslator withoutColumnValueSqls() {
        return new CallTranslator(expressionTranslator.withColumnValueSqls(Set.of()));
    }

    /**
     * Translates a call.
     *
     * @param wholeExpression the expression whose type is the result type: the call with its surrounding clauses
     */
    DuckDbExpression translateCall(Expression wholeExpression, Call originalCall, Template.CallClauses clauses) {
        Expression rewrittenCall = CallRewrites.rewrite(originalCall);
        if (!(rewrittenCall instanceof Call call)) {
            return expressionTranslator.translate(rewrittenCall);
        }
        String name = CallRewrites.lowerCaseName(call);
        expressionTranslator.state().addFunctionName(name);
        DuckDbExpression value = translateRewritten(wholeExpression, call, originalCall, clauses);
        return expressionTranslator.state().mode().toleratedFunctionName().equals(name)
                        && clauses.equals(Template.CallClauses.NONE)
                ? new DuckDbExpression("TRY(" + value.sql() + ")", value.type())
                : value;
    }

    /**
     * Translates a call as the server rewrites it.
     *
     * @param originalCall the call before the rewrite, which a refusal reports
     */
    private DuckDbExpression translateRewritten(
            Expression wholeExpression, Call call, Call originalCall, Template.CallClauses clauses) {
        String name = CallRewrites.lowerCaseName(call);
        if (clauses.equals(Template.CallClauses.NONE)
                && expressionTranslator.frontendConstants().isNullOfNull(call)) {
            return createNull(wholeExpression);
        }
        DuckDbExpression specialValue = translateWithoutTemplate(wholeExpression, call, name);
        if (specialValue != null) {
            return specialValue;
        }
        if (PercentileArgumentChecker.appliesTo(name)) {
            new PercentileArgumentChecker(expressionTranslator, name, call.arguments()).checkArguments();
        }
        // DuckDB requires that some arguments are written as constants.
        List<DuckDbExpression> arguments = BuiltinFunctions.resolveEntry(call).isAggregate()
                ? expressionTranslator.translateAll(call.arguments())
                : new ArrayList<>(call.arguments().stream()
                        .map(expressionTranslator::translateArgument)
                        .toList());
        StateTranslator.requireMatchingState(name, arguments, call.span());
        TemplateSelector templateSelector = new TemplateSelector(
                expressionTranslator.context(), expressionTranslator.frontendConstants(), name, call);
        if (hasNullArgument(name, arguments) && !templateSelector.refusesNull()) {
            return createNull(wholeExpression);
        }
        JsonPathArgument.requireValidPath(name, call);
        boolean isFolded = CHOICE_FUNCTIONS.contains(name)
                && expressionTranslator.isFoldedChoice(
                        call, call.arguments().subList(name.equals("if") ? 1 : 0, arguments.size()));
        castArguments(
                arguments,
                expressionTranslator.operandTypes(wholeExpression).stream()
                        .map(parameter -> isFolded && PrimitiveType.of(parameter) == PrimitiveType.FLOAT
                                ? TypeConstants.DOUBLE
                                : parameter)
                        .toList());
        if (expressionTranslator.state().mode().isWrapping()) {
            WrappingArithmeticTranslator wrappingArithmetic =
                    new WrappingArithmeticTranslator(expressionTranslator.requireType(wholeExpression));
            if (WrappingArithmeticTranslator.isSumFunction(name)) {
                boolean isDistinct = call.isDistinct() || name.equals("multi_distinct_sum");
                return wrappingArithmetic.translateSum(arguments.get(0), isDistinct, clauses);
            }
            if (WrappingArithmeticTranslator.isSignChange(name, expressionTranslator.requireType(wholeExpression))) {
                return wrappingArithmetic.translateSignChange(name, arguments.get(0));
            }
            if (WrappingArithmeticTranslator.isDecimalAverage(name, arguments)) {
                return wrappingArithmetic.translateAverage(arguments.get(0), call.isDistinct(), clauses);
            }
        }
        templateSelector.adjustArguments(arguments);
        Template template = findWrappingTemplate(templateSelector, arguments)
                .or(() -> Template.find(templateSelector.templateName(), arguments))
                .orElseThrow(() -> UnsupportedFeatureRefusals.createCallRefusal(name, originalCall.span()));
        Type resultType = isFolded
                ? TypeConstants.DOUBLE
                : withKeyPrecision(expressionTranslator.requireType(wholeExpression), arguments);
        DuckDbExpression value =
                template.apply(arguments, resultType, call.isDistinct() ? clauses.withDistinct() : clauses);
        return isFolded
                ? DuckDbExpression.ofFolded(value.sql(), resultType)
                        .castTo(expressionTranslator.requireType(wholeExpression))
                : value;
    }

    private DuckDbExpression createNull(Expression typedExpression) {
        return new DuckDbExpression("NULL", TypeConstants.NULL)
                .castTo(expressionTranslator.requireType(typedExpression));
    }

    /**
     * Returns the slower template for values that DuckDB can't represent; empty unless the plain translation has failed
     * with such a value.
     */
    private Optional<Template> findWrappingTemplate(
            TemplateSelector templateSelector, List<DuckDbExpression> arguments) {
        return expressionTranslator.state().mode().isWrapping()
                ? Template.find(templateSelector.templateName() + " wrapping", arguments)
                : Optional.empty();
    }

    /**
     * Returns the result type. If it is a map whose keys are decimals of an unspecified precision, its keys have the
     * type of the first argument.
     */
    private static Type withKeyPrecision(Type resultType, List<DuckDbExpression> arguments) {
        return resultType instanceof Type.Map map
                        && map.key() instanceof Type.Decimal key
                        && key.precision() == Type.Decimal.UNSPECIFIED_DIGITS
                ? new Type.Map(arguments.get(0).type(), map.value())
                : resultType;
    }

    /** Returns whether a call is NULL because one of its arguments is the literal NULL. */
    private static boolean hasNullArgument(String name, List<DuckDbExpression> arguments) {
        FunctionEntry functionEntry = BuiltinFunctions.entry(name);
        return (functionEntry.hasTrait(FunctionTrait.STRICT) || functionEntry.hasTrait(FunctionTrait.PASSES_NULL))
                && arguments.stream().anyMatch(argument -> argument.type().equals(TypeConstants.NULL));
    }

    /**
     * Replaces the arguments in the list with their casts to the parameter types. The types of other clauses may follow
     * the parameter types.
     */
    private static void castArguments(List<DuckDbExpression> arguments, List<Type> parameterTypes) {
        for (int i = 0; i < Math.min(arguments.size(), parameterTypes.size()); i++) {
            DuckDbExpression argument = arguments.get(i);
            if (!argument.type().equals(TypeConstants.NULL)) {
                arguments.set(i, argument.castTo(parameterTypes.get(i)));
            }
        }
    }

    /** Translates a call of a function without a template; null if templates translate the function. */
    private @Nullable DuckDbExpression translateWithoutTemplate(Expression wholeExpression, Call call, String name) {
        List<Expression> arguments = call.arguments();
        if (SessionExpressionEvaluator.isSessionFunction(name)) {
            return expressionTranslator.context().translateSessionValue(call, expressionTranslator.requireType(call));
        }
        FunctionEntry functionEntry = BuiltinFunctions.entry(name);
        if (arguments.stream().anyMatch(Lambda.class::isInstance)) {
            return new LambdaCallTranslator(expressionTranslator)
                    .translate(call, functionEntry, expressionTranslator.requireType(wholeExpression));
        }
        if (functionEntry.shiftsDates()
                && arguments.size() == 2
                && arguments.get(1).unwrap() instanceof Expression.Interval interval) {
            return translateIntervalAddition(
                    call, arguments.get(0), interval, functionEntry.hasTrait(FunctionTrait.SUBTRACTS_INTERVAL));
        }
        return switch (name) {
            case "hour" -> {
                Expression seconds = new UnixTimeHourFinder(expressionTranslator).findSeconds(arguments.get(0));
                yield seconds == null
                        ? null
                        : expressionTranslator
                                .translate(Call.of("hour_from_unixtime", List.of(seconds), call.span()))
                                .castTo(expressionTranslator.requireType(wholeExpression));
            }
            case "json_query" ->
                JsonQueryChain.find(call)
                        .map(chain -> new NestedExpressionTranslator(expressionTranslator).translateJsonQuery(chain))
                        .orElse(null);
            case "mod" -> translateArithmetic(Operator.MODULO, wholeExpression, arguments);
            case "bit_shift_left" -> translateArithmetic(Operator.SHIFT_LEFT, wholeExpression, arguments);
            case "bit_shift_right" -> translateArithmetic(Operator.SHIFT_RIGHT, wholeExpression, arguments);
            case "bit_shift_right_logical" ->
                translateArithmetic(Operator.SHIFT_RIGHT_LOGICAL, wholeExpression, arguments);
            case "bitnot" -> {
                Type type = expressionTranslator.requireType(wholeExpression);
                yield new DuckDbExpression("(~" + expressionTranslator.translateAs(arguments.get(0), type) + ")", type);
            }
            case "timestampadd" -> {
                Expression.Interval interval =
                        new Expression.Interval(arguments.get(1), intervalUnit(arguments.get(0)), call.span());
                yield translateIntervalAddition(call, arguments.get(2), interval, false);
            }
            case "timestampdiff" ->
                translateTimeDifference(call, intervalUnit(arguments.get(0)), arguments.get(2), arguments.get(1));
            case "now", "current_timestamp", "localtime", "localtimestamp", "utc_timestamp" -> translateNow(call, name);
            case "curdate", "current_date" ->
                new DuckDbExpression(
                        "DATE '" + expressionTranslator.context().sessionNow().toLocalDate() + "'", TypeConstants.DATE);
            case "curtime", "current_time", "utc_time" -> {
                LocalDateTime now = name.equals("utc_time")
                        ? expressionTranslator.context().utcNow()
                        : expressionTranslator.context().sessionNow();
                int seconds = now.toLocalTime().toSecondOfDay();
                yield new DuckDbExpression(String.valueOf(seconds), TypeConstants.TIME);
            }
            case "unix_timestamp" -> {
                long seconds = expressionTranslator.context().utcNow().toEpochSecond(ZoneOffset.UTC);
                yield arguments.isEmpty() ? new DuckDbExpression(seconds + "::BIGINT", TypeConstants.BIGINT) : null;
            }
            case "to_json" -> expressionTranslator.translate(arguments.get(0)).castTo(TypeConstants.JSON);
            case "typeof" -> translateTypeof(call);
            case "dict_mapping" -> {
                DictionaryLookup lookup = expressionTranslator.findDictionaryLookup(call);
                yield lookup == null
                        ? null
                        : new DictionaryCallTranslator(expressionTranslator).translate(call, lookup);
            }
            case "encode_sort_key" -> new EncodeSortKeyTranslator(expressionTranslator).translate(call);
            case "crc32_hash" -> new ArrayChecksumTranslator(expressionTranslator).translate(call);
            case "encode_fingerprint_sha256" -> new FingerprintTranslator(expressionTranslator).translate(call);
            default ->
                new CombiningFunctionTranslator(expressionTranslator).translateIfCombining(wholeExpression, call, name);
        };
    }

    private DuckDbExpression translateArithmetic(
            Operator operator, Expression wholeExpression, List<Expression> operands) {
        return new ArithmeticTranslator(expressionTranslator)
                .translateArithmetic(operator, wholeExpression, operands.get(0), operands.get(1));
    }

    private DuckDbExpression translateIntervalAddition(
            Call call, Expression date, Expression.Interval interval, boolean isSubtraction) {
        return new ArithmeticTranslator(expressionTranslator)
                .translateIntervalAddition(date, interval, isSubtraction, expressionTranslator.requireType(call));
    }

    private static String intervalUnit(Expression expression) {
        return expression instanceof Expression.UnitIdentifier unit ? unit.word() : "day";
    }

    private DuckDbExpression translateTimeDifference(
            Call call, String unit, Expression laterExpression, Expression earlierExpression) {
        QualifiedName functionName = QualifiedName.of(unit.toLowerCase(Locale.ROOT) + "s_diff");
        return expressionTranslator.translate(
                new Call(functionName, false, false, false, List.of(laterExpression, earlierExpression), call.span()));
    }

    /** Returns the time in whole seconds, or with the number of fractional digits that the call specifies. */
    private DuckDbExpression translateNow(Call call, String name) {
        LocalDateTime now = name.equals("utc_timestamp")
                ? expressionTranslator.context().utcNow()
                : expressionTranslator.context().sessionNow();
        if (!call.arguments().isEmpty() && !(call.arguments().get(0).unwrap() instanceof Expression.NullLiteral)) {
            String digitCountSql =
                    expressionTranslator.translateAs(call.arguments().get(0), TypeConstants.BIGINT);
            long micros = ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), now);
            return new DuckDbExpression("sr_now(" + micros + ", " + digitCountSql + ")", TypeConstants.DATETIME);
        }
        String formattedTime = now.truncatedTo(ChronoUnit.SECONDS).format(SECONDS_FORMAT);
        return new DuckDbExpression("TIMESTAMP '" + formattedTime + "'", TypeConstants.DATETIME);
    }

    private DuckDbExpression translateTypeof(Call call) {
        return new DuckDbExpression(
                DuckDbQuoting.quoteText(typeName(
                        expressionTranslator.requireType(call.arguments().get(0)), 0)),
                TypeConstants.VARCHAR);
    }

    private static String typeName(Type type, int depth) {
        boolean isTooDeep = depth >= MAX_TYPE_NAME_DEPTH;
        if (type instanceof Type.Array array) {
            return "array<" + (isTooDeep ? "..." : typeName(array.element(), depth + 1)) + ">";
        }
        if (type instanceof Type.Map map) {
            String joinedTypeNames = typeName(map.key(), depth + 1) + "," + typeName(map.value(), depth + 1);
            return "map<" + (isTooDeep ? "..." : joinedTypeNames) + ">";
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = struct.fields().stream()
                    .map(field -> field.name() + " " + typeName(field.type(), depth + 1))
                    .toList();
            return "struct<" + (isTooDeep ? "..." : String.join(", ", fields)) + ">";
        }
        PrimitiveType primitiveType = PrimitiveType.of(type);
        String name = primitiveType.name().toLowerCase(Locale.ROOT);
        if (!(type instanceof Type.Decimal decimal)) {
            return name;
        }
        String precisionAndScale = "(" + decimal.precision() + ", " + decimal.scale() + ")";
        return (primitiveType == PrimitiveType.DECIMALV2 ? "decimal" : name) + precisionAndScale;
    }

    static DuckDbExpression cast(String sql, Type type) {
        return new DuckDbExpression("CAST(" + sql + " AS " + DuckDbType.calculatedTypeName(type) + ")", type);
    }

    /** Returns the condition that none of the values is NULL. There must be at least one value. */
    static String renderNoneIsNull(List<String> values) {
        return String.join(" IS NOT NULL AND ", values) + " IS NOT NULL";
    }
}
