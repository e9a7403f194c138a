package dev.cairn.embedded.translate;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionEntry.LambdaForm;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.query.SessionValues;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Lambda;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translates function calls: by templates, or here if a function depends on the session, on clauses or on types. A
 * function that has neither is refused as unsupported, and never passed to DuckDB by its name, which may mean something
 * else there.
 */
final class CallTranslation {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int MAX_TYPE_NAME_DEPTH = 15;

    /** Functions whose result is one of their arguments. */
    private static final Set<String> CHOICES = Set.of("if", "ifnull", "coalesce", "nullif");

    private final ExpressionTranslation expressions;

    CallTranslation(ExpressionTranslation expressions) {
        this.expressions = expressions;
    }

    DuckDbExpression translate(Expression expression) {
        if (expression instanceof WindowCall windowCall) {
            return new AggregateTranslation(expressions, this).translate(windowCall);
        }
        if (expression instanceof AggregateCall aggregateCall) {
            return createRowAggregation().translate(aggregateCall);
        }
        if (expression instanceof Expression.Extract extract) {
            String name = extract.field().text().toLowerCase(Locale.ROOT);
            return translate(
                    new Call(QualifiedName.of(name), false, false, false, List.of(extract.value()), extract.span()));
        }
        Call call = (Call) expression;
        if (createRowAggregation().covers(call)) {
            return createRowAggregation().translate(call);
        }
        CallTranslation calls = BuiltinFunctions.entryOf(call).isAggregate() ? ofRows() : this;
        return calls.translateCall(call, call, Template.CallClauses.NONE);
    }

    /** Returns the translation of aggregates, whose arguments are values of rows and not of groups. */
    private AggregateTranslation createRowAggregation() {
        CallTranslation calls = ofRows();
        return new AggregateTranslation(calls.expressions, calls);
    }

    private CallTranslation ofRows() {
        return new CallTranslation(expressions.withColumnValues(Set.of()));
    }

    /**
     * Translates a call.
     *
     * @param wholeExpression the expression whose type is the result type: the call with its surrounding clauses
     */
    DuckDbExpression translateCall(Expression wholeExpression, Call original, Template.CallClauses clauses) {
        Expression rewrittenCall = CallRewrites.rewrite(original);
        if (!(rewrittenCall instanceof Call call)) {
            return expressions.translate(rewrittenCall);
        }
        String name = CallRewrites.lowerCaseName(call);
        expressions.state().addFunction(name);
        DuckDbExpression value = translateRewritten(wholeExpression, call, original, clauses);
        return expressions.state().mode().toleratedFunction().equals(name) && clauses.equals(Template.CallClauses.NONE)
                ? new DuckDbExpression("TRY(" + value.sql() + ")", value.type())
                : value;
    }

    private DuckDbExpression translateRewritten(
            Expression wholeExpression, Call call, Call original, Template.CallClauses clauses) {
        String name = CallRewrites.lowerCaseName(call);
        DuckDbExpression specialValue = translateSpecial(wholeExpression, call, name);
        if (specialValue != null) {
            return specialValue;
        }
        if (PercentileArguments.covers(name)) {
            new PercentileArguments(name, call.arguments()).check();
        }
        List<DuckDbExpression> arguments = expressions.translateAll(call.arguments());
        StateTranslation.requireOwnState(name, arguments, call.span());
        FunctionVariant variant = new FunctionVariant(expressions.context(), name, call);
        if (hasNullArgument(name, arguments) && !variant.refusesNull()) {
            return new DuckDbExpression("NULL", TranslationTypes.NULL).castTo(expressions.type(wholeExpression));
        }
        JsonPathArgument.checkIn(name, call);
        boolean isFolded = CHOICES.contains(name)
                && expressions.isFoldedChoice(
                        call, call.arguments().subList(name.equals("if") ? 1 : 0, arguments.size()));
        castArguments(
                arguments,
                expressions.operandTypes(wholeExpression).stream()
                        .map(parameter -> isFolded && PrimitiveType.of(parameter) == PrimitiveType.FLOAT
                                ? TranslationTypes.DOUBLE
                                : parameter)
                        .toList());
        if (expressions.state().mode().isWrapping()) {
            WrappingArithmetic arithmetic = new WrappingArithmetic(expressions.type(wholeExpression));
            if (WrappingArithmetic.isSum(name)) {
                boolean isDistinct = call.isDistinct() || name.equals("multi_distinct_sum");
                return arithmetic.translateSum(arguments.get(0), isDistinct, clauses);
            }
            if (WrappingArithmetic.changesSign(name, expressions.type(wholeExpression))) {
                return arithmetic.changeSign(name, arguments.get(0));
            }
            if (WrappingArithmetic.isAverage(name, arguments)) {
                return arithmetic.translateAverage(arguments.get(0), call.isDistinct(), clauses);
            }
        }
        variant.adjustArguments(arguments);
        Template template = findWrappingTemplate(variant, arguments)
                .or(() -> Template.find(variant.templateName(), arguments))
                .orElseThrow(() -> UnsupportedFeature.callRefusal(name, original.span()));
        Type resultType = isFolded ? TranslationTypes.DOUBLE : withDigits(expressions.type(wholeExpression), arguments);
        DuckDbExpression value =
                template.apply(arguments, resultType, call.isDistinct() ? clauses.withDistinct() : clauses);
        return isFolded
                ? DuckDbExpression.ofFolded(value.sql(), resultType).castTo(expressions.type(wholeExpression))
                : value;
    }

    /** Returns the template for values that DuckDB can't represent, which is slower; empty unless one has failed. */
    private Optional<Template> findWrappingTemplate(FunctionVariant variant, List<DuckDbExpression> arguments) {
        return expressions.state().mode().isWrapping()
                ? Template.find(variant.templateName() + " wrapping", arguments)
                : Optional.empty();
    }

    /**
     * Returns a map type whose keys have the digits of the first argument, if the server's analysis leaves them
     * open.
     */
    private static Type withDigits(Type resultType, List<DuckDbExpression> arguments) {
        return resultType instanceof Type.Map map
                        && map.key() instanceof Type.Decimal key
                        && key.precision() == Type.Decimal.UNSPECIFIED
                ? new Type.Map(arguments.get(0).type(), map.value())
                : resultType;
    }

    /** Returns whether a call is NULL because one of its arguments is the literal NULL. */
    private static boolean hasNullArgument(String name, List<DuckDbExpression> arguments) {
        FunctionEntry function = BuiltinFunctions.entry(name);
        return (function.hasTrait(FunctionTrait.STRICT) || function.hasTrait(FunctionTrait.PASSES_NULL))
                && arguments.stream().anyMatch(argument -> argument.type().equals(TranslationTypes.NULL));
    }

    /** Casts arguments to the types of the function's parameters, which may be followed by those of other clauses. */
    private static void castArguments(List<DuckDbExpression> arguments, List<Type> parameters) {
        for (int i = 0; i < Math.min(arguments.size(), parameters.size()); i++) {
            DuckDbExpression argument = arguments.get(i);
            if (!argument.type().equals(TranslationTypes.NULL)) {
                arguments.set(i, argument.castTo(parameters.get(i)));
            }
        }
    }

    /** Translates a function without a template; null if this is another function. */
    private @Nullable DuckDbExpression translateSpecial(Expression wholeExpression, Call call, String name) {
        List<Expression> arguments = call.arguments();
        if (SessionValues.isSessionFunction(name)) {
            return expressions.context().sessionValue(call, expressions.type(call));
        }
        FunctionEntry function = BuiltinFunctions.entry(name);
        if (arguments.stream().anyMatch(Lambda.class::isInstance)) {
            return translateLambdaCall(call, function, expressions.type(wholeExpression));
        }
        if (function.shiftsDates()
                && arguments.size() == 2
                && arguments.get(1).unwrap() instanceof Expression.Interval interval) {
            return translateTimeShift(
                    call, arguments.get(0), interval, function.hasTrait(FunctionTrait.SUBTRACTS_INTERVAL));
        }
        return switch (name) {
            case "mod" -> translateArithmetic(Operator.MODULO, wholeExpression, arguments);
            case "bit_shift_left" -> translateArithmetic(Operator.SHIFT_LEFT, wholeExpression, arguments);
            case "bit_shift_right" -> translateArithmetic(Operator.SHIFT_RIGHT, wholeExpression, arguments);
            case "bit_shift_right_logical" ->
                translateArithmetic(Operator.SHIFT_RIGHT_LOGICAL, wholeExpression, arguments);
            case "bitnot" -> {
                Type type = expressions.type(wholeExpression);
                yield new DuckDbExpression("(~" + expressions.translateAs(arguments.get(0), type) + ")", type);
            }
            case "timestampadd" -> {
                Expression.Interval interval =
                        new Expression.Interval(arguments.get(1), intervalUnit(arguments.get(0)), call.span());
                yield translateTimeShift(call, arguments.get(2), interval, false);
            }
            case "timestampdiff" ->
                translateDifference(call, intervalUnit(arguments.get(0)), arguments.get(2), arguments.get(1));
            case "now", "current_timestamp", "localtime", "localtimestamp", "utc_timestamp" -> translateNow(call, name);
            case "curdate", "current_date" ->
                new DuckDbExpression(
                        "DATE '" + expressions.context().localNow().toLocalDate() + "'", TranslationTypes.DATE);
            case "curtime", "current_time", "utc_time" -> {
                LocalDateTime now = name.equals("utc_time")
                        ? expressions.context().now()
                        : expressions.context().localNow();
                int seconds = now.toLocalTime().toSecondOfDay();
                yield new DuckDbExpression(String.valueOf(seconds), TranslationTypes.TIME);
            }
            case "unix_timestamp" -> {
                long seconds = expressions.context().now().toEpochSecond(ZoneOffset.UTC);
                yield arguments.isEmpty()
                        ? new DuckDbExpression(String.valueOf(seconds), TranslationTypes.BIGINT)
                        : null;
            }
            case "to_json" -> expressions.translate(arguments.get(0)).castTo(TranslationTypes.JSON);
            case "typeof" -> translateTypeof(call);
            case "encode_sort_key" -> new SortKeyTranslation(expressions).translate(call);
            case "crc32_hash" -> new ArrayChecksumTranslation(expressions).translate(call);
            case "encode_fingerprint_sha256" -> new FingerprintTranslation(expressions).translate(call);
            default -> new CombinedValues(expressions).translate(wholeExpression, call, name);
        };
    }

    private DuckDbExpression translateArithmetic(
            Operator operator, Expression wholeExpression, List<Expression> operands) {
        return new OperatorTranslation(expressions)
                .translateArithmetic(operator, wholeExpression, operands.get(0), operands.get(1));
    }

    // Dates and times.

    private DuckDbExpression translateTimeShift(
            Call call, Expression date, Expression.Interval interval, boolean isSubtraction) {
        return new OperatorTranslation(expressions)
                .translateTimeShift(date, interval, isSubtraction, expressions.type(call));
    }

    private static String intervalUnit(Expression expression) {
        return expression instanceof Expression.Unit unit ? unit.word() : "day";
    }

    private DuckDbExpression translateDifference(
            Call call, String unit, Expression laterExpression, Expression earlierExpression) {
        QualifiedName function = QualifiedName.of(unit.toLowerCase(Locale.ROOT) + "s_diff");
        return expressions.translate(
                new Call(function, false, false, false, List.of(laterExpression, earlierExpression), call.span()));
    }

    /** Returns the time in whole seconds, or with the number of digits that the call specifies. */
    private DuckDbExpression translateNow(Call call, String name) {
        LocalDateTime now = name.equals("utc_timestamp")
                ? expressions.context().now()
                : expressions.context().localNow();
        if (!call.arguments().isEmpty() && !(call.arguments().get(0).unwrap() instanceof Expression.Null)) {
            String digits = expressions.translateAs(call.arguments().get(0), TranslationTypes.BIGINT);
            long micros = ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), now);
            return new DuckDbExpression("sr_now(" + micros + ", " + digits + ")", TranslationTypes.DATETIME);
        }
        String text = now.truncatedTo(ChronoUnit.SECONDS).format(SECONDS);
        return new DuckDbExpression("TIMESTAMP '" + text + "'", TranslationTypes.DATETIME);
    }

    // The names of types.

    private DuckDbExpression translateTypeof(Call call) {
        return new DuckDbExpression(
                DuckDbQuoting.quoteText(
                        typeName(expressions.type(call.arguments().get(0)), 0)),
                TranslationTypes.VARCHAR);
    }

    private static String typeName(Type type, int depth) {
        boolean isTooDeep = depth >= MAX_TYPE_NAME_DEPTH;
        if (type instanceof Type.Array array) {
            return "array<" + (isTooDeep ? "..." : typeName(array.element(), depth + 1)) + ">";
        }
        if (type instanceof Type.Map map) {
            String types = typeName(map.key(), depth + 1) + "," + typeName(map.value(), depth + 1);
            return "map<" + (isTooDeep ? "..." : types) + ">";
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = struct.fields().stream()
                    .map(field -> field.name() + " " + typeName(field.type(), depth + 1))
                    .toList();
            return "struct<" + (isTooDeep ? "..." : String.join(", ", fields)) + ">";
        }
        PrimitiveType primitive = PrimitiveType.of(type);
        String name = primitive.name().toLowerCase(Locale.ROOT);
        if (!(type instanceof Type.Decimal decimal)) {
            return name;
        }
        String digits = "(" + decimal.precision() + ", " + decimal.scale() + ")";
        return (primitive == PrimitiveType.DECIMALV2 ? "decimal" : name) + digits;
    }

    static DuckDbExpression cast(String sql, Type type) {
        return new DuckDbExpression("CAST(" + sql + " AS " + DuckDbType.nameOfCalculated(type) + ")", type);
    }

    /** Returns the condition that none of the values is NULL. */
    static String renderNoneIsNull(List<String> values) {
        return String.join(" IS NOT NULL AND ", values) + " IS NOT NULL";
    }

    // Functions with a lambda.

    private DuckDbExpression translateLambdaCall(Call call, FunctionEntry function, Type type) {
        LambdaForm form = Objects.requireNonNull(function.lambdaForm(), function.name());
        List<Expression> arguments = new ArrayList<>(call.arguments());
        Lambda lambda = (Lambda)
                arguments.stream().filter(Lambda.class::isInstance).findFirst().orElseThrow();
        arguments.remove(lambda);
        List<DuckDbExpression> values = expressions.translateAll(arguments);
        DuckDbExpression firstValue = values.get(0);
        if (values.stream().anyMatch(value -> value.type().equals(TranslationTypes.NULL))) {
            return new DuckDbExpression("NULL", TranslationTypes.NULL).castTo(type);
        }
        if (form == LambdaForm.SORT_ARRAY) {
            return sortArray(lambda, firstValue, type);
        }
        if (firstValue.type() instanceof Type.Map map) {
            return translateMapLambda(form, lambda, firstValue.sql(), map, type);
        }
        Type resultType = switch (form) {
            case MAP_ARRAY -> ((Type.Array) type).element();
            case FILTER_ARRAY, MATCH -> TranslationTypes.BOOLEAN;
            default -> null;
        };
        String mappedList = mapArrays(lambda, values, resultType);
        String sql = switch (form) {
            case MAP_ARRAY -> mappedList;
            case FILTER_ARRAY ->
                "list_transform(list_filter(" + zipResults(firstValue.sql(), mappedList)
                        + ", lambda e: coalesce(e[2], FALSE)), lambda e: e[1])";
            case MATCH -> (function.name().equals("any_match") ? "sr_any(" : "sr_all(") + mappedList + ")";
            case SORT_ARRAY_BY ->
                "list_transform(list_sort(list_transform(" + zipResults(firstValue.sql(), mappedList)
                        + ", lambda e, i: {n: e[2] IS NOT NULL, k: e[2], i: i, v: e[1]})), lambda e: e.v)";
            default -> throw UnsupportedFeature.functionRefusal(function.name(), call.span());
        };
        return cast(sql, type);
    }

    /**
     * Sorts an array by a comparator, which is true, or whose result is negative, if its first argument comes first. It
     * may depend on nothing but both arguments.
     */
    private DuckDbExpression sortArray(Lambda lambda, DuckDbExpression array, Type type) {
        String sortedName = expressions.state().nextName("a");
        String nextName = expressions.state().nextName("x");
        String otherName = expressions.state().nextName("y");
        Type element = ((Type.Array) array.type()).element();
        expressions.bindParameters(
                lambda, List.of(new DuckDbExpression(nextName, element), new DuckDbExpression(otherName, element)));
        if (!isComparator(lambda)) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    ExpressionRule.LAMBDA_FORM,
                    "a comparator depends on both of its arguments, and on nothing else");
        }
        DuckDbExpression comparison = expressions.translate(lambda.body());
        PrimitiveType resultType = PrimitiveType.of(comparison.type());
        if (resultType != PrimitiveType.BOOLEAN && !resultType.isNumeric()) {
            throw Refusal.ofAnalysis(
                    Span.NONE, ExpressionRule.LAMBDA_FORM, "the result of a comparator must be a boolean or a number");
        }
        String precedes = "coalesce("
                + (resultType == PrimitiveType.BOOLEAN
                        ? comparison.sql()
                        : comparison.convertTo(TranslationTypes.DOUBLE).sql() + " < 0")
                + ", sr_refuse('Comparator function returned NULL'))";
        String list = array.castTo(type).sql();
        return new DuckDbExpression(
                "CASE WHEN " + list + " IS NOT NULL THEN list_reduce(" + list + ", lambda " + sortedName + ", "
                        + nextName
                        + ": CASE WHEN sr_alive() THEN list_concat(list_filter(" + sortedName + ", lambda " + otherName
                        + ": NOT (" + precedes + ")), ["
                        + nextName + "], list_filter(" + sortedName + ", lambda " + otherName + ": " + precedes
                        + ")) END, CAST([] AS "
                        + DuckDbType.nameOfCalculated(type) + ")) END",
                type);
    }

    private static boolean isComparator(Lambda lambda) {
        Set<String> columns = new HashSet<>();
        List<Boolean> nondeterministicFlags = new ArrayList<>();
        lambda.body().visit(node -> {
            if (node instanceof Expression.Reference reference) {
                columns.add(reference.name().parts().get(0).text().toLowerCase(Locale.ROOT));
            } else if (node instanceof Call call) {
                nondeterministicFlags.add(BuiltinFunctions.entryOf(call).hasTrait(FunctionTrait.NONDETERMINISTIC));
            }
        });
        Set<String> parameters = lambda.parameters().stream()
                .map(parameter -> parameter.text().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return columns.equals(parameters) && !nondeterministicFlags.contains(true);
    }

    /**
     * Maps the elements of one or more arrays. The elements of several arrays are passed as a tuple.
     *
     * @param resultType the type of the results, or null if they are not converted
     */
    private String mapArrays(Lambda lambda, List<DuckDbExpression> arrays, @Nullable Type resultType) {
        String parameter = expressions.state().nextName("x");
        List<DuckDbExpression> parameters = new ArrayList<>();
        for (int i = 0; i < lambda.parameters().size(); i++) {
            Type element = ((Type.Array) arrays.get(i).type()).element();
            String sql = arrays.size() == 1 ? parameter : parameter + "[" + (i + 1) + "]";
            parameters.add(new DuckDbExpression(sql, element));
        }
        expressions.bindParameters(lambda, parameters);
        return new LambdaInvariants(expressions, lambda).translate(() -> {
            DuckDbExpression body = expressions.translate(lambda.body());
            String position = expressions.state().nextName("i");
            String sql = renderTimeCheck(
                    lambda,
                    resultType == null ? body.sql() : body.castTo(resultType).sql(),
                    position);
            List<String> lists = arrays.stream().map(DuckDbExpression::sql).toList();
            String list = arrays.size() == 1 ? lists.get(0) : zipLists(lists);
            return "list_transform(" + list + ", lambda " + parameter + ", " + position + ": " + sql + ")";
        });
    }

    /**
     * Returns the body of a lambda, which checks for a cancellation at the first of each thousand elements if it
     * calls functions: DuckDB itself does not notice a cancellation before the last element of an array.
     *
     * @param position the parameter with the position of the element
     */
    private static String renderTimeCheck(Lambda lambda, String body, String position) {
        List<Call> calls = new ArrayList<>();
        lambda.body().visit(node -> {
            if (node instanceof Call call) {
                calls.add(call);
            }
        });
        return calls.isEmpty() ? body : "CASE WHEN " + position + " % 1024 <> 1 OR sr_alive() THEN " + body + " END";
    }

    /**
     * Returns pairs of an element and its result: a lambda that read the list of results would copy it for each
     * element.
     */
    private static String zipResults(String list, String results) {
        return "CASE WHEN " + list + " IS NOT NULL THEN list_zip(" + list + ", " + results + ") END";
    }

    /** Returns the elements of several arrays, which must have the same length, as tuples. */
    private static String zipLists(List<String> lists) {
        String lengthDifference = lists.stream()
                .skip(1)
                .map(list -> "len(" + lists.get(0) + ") <> len(" + list + ")")
                .collect(Collectors.joining(" OR "));
        return "CASE WHEN " + lengthDifference
                + " THEN sr_refuse('Input array element''s size is not equal in array_map().') WHEN "
                + renderNoneIsNull(lists)
                + " THEN list_zip(" + String.join(", ", lists) + ") END";
    }

    private DuckDbExpression translateMapLambda(LambdaForm form, Lambda lambda, String base, Type.Map map, Type type) {
        String entryName = expressions.state().nextName("e");
        expressions.bindParameters(
                lambda,
                List.of(
                        new DuckDbExpression(entryName + ".key", map.key()),
                        new DuckDbExpression(entryName + ".value", map.value())));
        String function = form == LambdaForm.FILTER_MAP ? "list_filter" : "list_transform";
        String mapping = new LambdaInvariants(expressions, lambda).translate(() -> {
            String sql = translateMapEntry(form, lambda.body(), entryName, type);
            String position = expressions.state().nextName("i");
            return function + "(" + base + ", lambda " + entryName + ", " + position + ": "
                    + renderTimeCheck(lambda, sql, position) + ")";
        });
        return new DuckDbExpression("sr_map(" + cast(mapping, type).sql() + ")", type);
    }

    private String translateMapEntry(LambdaForm form, Expression body, String entryName, Type type) {
        return switch (form) {
            case FILTER_MAP -> expressions.translateCondition(body);
            case MAP_VALUES ->
                renderMapEntry(entryName + ".key", expressions.translateAs(body, ((Type.Map) type).value()));
            case MAP_KEYS ->
                renderMapEntry(expressions.translateAs(body, ((Type.Map) type).key()), entryName + ".value");
            case MAP_ENTRIES ->
                body instanceof Expression.Tuple pair
                        ? renderMapEntry(
                                expressions.translateAs(pair.elements().get(0), ((Type.Map) type).key()),
                                expressions.translateAs(pair.elements().get(1), ((Type.Map) type).value()))
                        : "(" + expressions.translateAs(body, type) + ")[1]"; // a map with one entry
            default -> throw new IllegalArgumentException(form.name());
        };
    }

    private static String renderMapEntry(String key, String value) {
        return "{key: " + key + ", value: " + value + "}";
    }
}
