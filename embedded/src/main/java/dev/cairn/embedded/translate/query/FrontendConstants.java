package dev.cairn.embedded.translate.query;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.SelectOutput;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the constants that a frontend passes to backends, and those whose values it calculates itself. A frontend
 * replaces the columns of subqueries, common tables and views by the constants that they stand for.
 *
 * @param bindings the meanings of the names
 * @param constantByExpression the results of earlier searches, to which each search adds its own; an empty result
 *     means that the expression is not a constant
 * @param isNullByCall whether a frontend replaces a call by NULL, for the calls of earlier searches
 */
public record FrontendConstants(
        Bindings bindings,
        IdentityHashMap<Expression, Optional<Expression>> constantByExpression,
        IdentityHashMap<Expression.Call, Boolean> isNullByCall) {
    /** The functions that frontends calculate; backends calculate the calls of all other functions. */
    private static final Set<String> CALCULATED_FUNCTIONS = Set.of("""
            add_months adddate bitand bitor bitxor coalesce concat concat_ws convert_tz curdate current_date current_time
            current_timestamp current_timezone curtime date date_add date_format date_sub date_trunc datediff day
            dayofweek days_add days_sub floor from_unixtime from_unixtime_ms hour hours_add hours_sub if ifnull
            jodatime_format last_day localtime localtimestamp lower makedate milliseconds_add milliseconds_sub minute
            minutes_add minutes_sub mod month months_add months_sub next_day now previous_day quarters_add quarters_sub
            regexp_replace replace second seconds_add seconds_sub str2date str_to_date subdate substr substring
            time_slice timediff timestamp to_date to_datetime to_days to_iso8601 unix_timestamp upper
            url_extract_parameter utc_timestamp version week weeks_add weeks_sub xx_hash3_64 year years_add years_sub
            yearweek""".split("\\s+"));

    /**
     * The functions that a frontend leaves to a backend even if an argument is NULL, unless it calculates them anyway. It
     * replaces the calls of all other functions by NULL then.
     */
    private static final Set<String> FUNCTIONS_OF_NULL = Set.of("""
            aes_decrypt aes_encrypt assert_true bitmap_count bitmap_hash bitmap_hash64 coalesce concat_ws curdate
            current_time current_timestamp dict_mapping dictionary_get encode_fingerprint_sha256 encode_sort_key field
            hll_hash if ifnull json_array json_object md5sum md5sum_numeric named_struct now null_or_empty nullif
            percentile_hash row split_part struct utc_timestamp""".split("\\s+"));

    /** The functions whose results are arrays that frontends calculate. */
    private static final Set<String> CALCULATED_ARRAY_FUNCTIONS = Set.of("array_append", "array_remove");

    private static final Pattern BOOLEAN_PATTERN = Pattern.compile("(?i)true|false|0|1");
    private static final Pattern INTEGER_PATTERN = Pattern.compile("[+-]?\\d+");
    private static final Pattern NUMBER_PATTERN = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private static final Set<Operator> ARITHMETIC_OPERATORS = EnumSet.of(
            Operator.PLUS, Operator.MINUS, Operator.TIMES, Operator.DIVIDE, Operator.INT_DIVIDE, Operator.MODULO);

    public FrontendConstants(Bindings bindings) {
        this(bindings, new IdentityHashMap<>(), new IdentityHashMap<>());
    }

    /** Returns whether a frontend calculates the rows of a query itself, because they consist of constants. */
    public static boolean areRowsCalculated(BoundQuery boundQuery) {
        return new FrontendConstants(boundQuery.bindings()).areRowsCalculated(boundQuery.query());
    }

    /** Returns whether an expression consists of constants, and of columns and scalar subqueries that are constants. */
    public boolean isConstant(Expression expression) {
        return ConstantExpressions.isConstant(
                bindings.resolveReplacement(expression),
                value -> findConstant(value).isPresent());
    }

    /**
     * Returns the constant that a column or a scalar subquery stands for; for any other expression, the expression
     * that the server reads in its place, which may be the expression itself.
     */
    public Expression resolve(Expression expression) {
        Expression bareExpression = bindings.resolveReplacement(expression);
        boolean mayBeReplaced =
                bareExpression instanceof Expression.Reference || bareExpression instanceof Expression.Subquery;
        return mayBeReplaced ? findConstant(bareExpression).orElse(bareExpression) : bareExpression;
    }

    /**
     * Returns the constant by which a frontend replaces an expression; the expression itself if it is not replaced.
     */
    public Expression replaceByConstant(Expression expression) {
        Expression constant = resolve(expression);
        return ConstantExpressions.isConstant(constant) ? constant : expression;
    }

    /**
     * Prevents the replacement of the columns of an expression by constants. Call it before the columns are used, for
     * expressions of a SELECT with grouping sets, which make the columns NULL in some of their rows. The arguments of
     * aggregates are values of the rows before, which keep their constants.
     */
    public void keepColumns(Expression expression) {
        Expression bareExpression = bindings.resolveReplacement(expression);
        if (bareExpression instanceof Expression.Reference) {
            constantByExpression.put(bareExpression, Optional.empty());
        } else if (!RestrictedExpression.AGGREGATE.matches(bareExpression)) {
            RestrictedExpression.operands(bareExpression).forEach(this::keepColumns);
        }
    }

    /** Returns whether frontends calculate the value of an expression. */
    public boolean isCalculated(Expression expression) {
        return isConstant(expression) && isCalculatedConstant(expression);
    }

    /** Returns whether frontends, rather than backends, calculate a constant. Call it only for a constant. */
    private boolean isCalculatedConstant(Expression expression) {
        Expression constant = resolve(expression);
        boolean isCalculatedByBackend = constant instanceof Expression.ArrayLiteral
                || constant instanceof Expression.MapLiteral
                || constant instanceof Expression.Subscript
                || constant instanceof Expression.Slice
                || constant instanceof Expression.FieldAccess
                || constant instanceof Expression.Arrow
                || constant instanceof Expression.Lambda
                || (constant instanceof Expression.UserVariable && isNested(constant))
                || (constant instanceof Expression.Unary unary && unary.operator() == Operator.BIT_NOT)
                || (constant instanceof Expression.Cast cast && !isCalculatedCast(cast))
                || (constant instanceof Expression.Like like && !like.word().equalsIgnoreCase("LIKE"))
                || (constant instanceof Expression.Interval interval
                        && interval.unit().equalsIgnoreCase("microsecond"))
                || (constant instanceof Expression.Extract extract
                        && !isCalculatedFunction(extract.field().text()))
                || (constant instanceof Expression.Call call && !isCalculatedCall(call))
                || (isRemainder(constant)
                        && !hasExactType(constant)
                        && constant.children().stream().noneMatch(this::isNull));
        return !isCalculatedByBackend && constant.children().stream().allMatch(this::isCalculatedConstant);
    }

    /**
     * Returns whether a frontend calculates a cast of a constant. It leaves these casts to backends: casts to TIME,
     * casts of literals that are not written like a value of the numeric type or BOOLEAN, casts to BOOLEAN of anything
     * but literals, and casts to integers from decimals, or from times for which the integer type may be too small.
     */
    private boolean isCalculatedCast(Expression.Cast cast) {
        PrimitiveType type = PrimitiveType.of(cast.type());
        Expression value = resolve(cast.value()).unwrap();
        if (type == PrimitiveType.TIME) {
            return false;
        }
        if (type == PrimitiveType.BOOLEAN) {
            return value instanceof Expression.BooleanLiteral
                    || (value instanceof Expression.NumberLiteral number && isBit(number.text()))
                    || (value instanceof Expression.StringLiteral text
                            && BOOLEAN_PATTERN.matcher(text.value()).matches());
        }
        if (type.isFixedPoint()) {
            return isCalculatedInteger(value, type);
        }
        return !type.isNumeric()
                || !(value instanceof Expression.StringLiteral text)
                || NUMBER_PATTERN.matcher(text.value().strip()).matches();
    }

    private static boolean isBit(String numberText) {
        return numberText.equals("0") || numberText.equals("1");
    }

    private static boolean isCalculatedInteger(Expression value, PrimitiveType type) {
        if (value instanceof Expression.StringLiteral text) {
            return INTEGER_PATTERN.matcher(text.value().strip()).matches();
        }
        if (value instanceof Expression.NumberLiteral number) {
            return number.kind() != Expression.NumberLiteral.Kind.DECIMAL;
        }
        if (!(value instanceof Expression.Cast cast)) {
            return true;
        }
        PrimitiveType sourceType = PrimitiveType.of(cast.type());
        boolean isLarge = type == PrimitiveType.BIGINT || type == PrimitiveType.LARGEINT;
        return switch (sourceType) {
            case DATE -> isLarge || type == PrimitiveType.INT;
            case DATETIME -> isLarge;
            default -> !sourceType.isDecimal();
        };
    }

    private boolean isCalculatedCall(Expression.Call call) {
        return isCalculatedFunction(CallRewrites.lowerCaseName(call))
                || isNullOfNull(call)
                || BuiltinFunctions.resolveEntry(call).hasTrait(FunctionTrait.SESSION)
                || BuiltinFunctions.resolveEntry(call).hasTrait(FunctionTrait.OF_TYPES);
    }

    /** Returns whether a frontend replaces a call of constants by NULL, because an argument is NULL. */
    public boolean isNullOfNull(Expression.Call call) {
        Boolean knownResult = isNullByCall.get(call);
        if (knownResult != null) {
            return knownResult;
        }
        boolean isNull = determineIsNullOfNull(call);
        isNullByCall.put(call, isNull);
        return isNull;
    }

    private boolean determineIsNullOfNull(Expression.Call call) {
        if (!(CallRewrites.rewrite(call) instanceof Expression.Call plainCall)
                || BuiltinFunctions.resolveEntry(plainCall).isAggregate()
                || BuiltinFunctions.resolveEntry(plainCall).hasTrait(FunctionTrait.OF_TYPES)
                || FUNCTIONS_OF_NULL.contains(CallRewrites.lowerCaseName(plainCall))) {
            return false;
        }
        List<Expression> otherArguments =
                call.arguments().stream().filter(argument -> !isNull(argument)).toList();
        return otherArguments.size() < call.arguments().size()
                && otherArguments.stream().allMatch(this::isCalculated);
    }

    private static boolean isCalculatedFunction(String name) {
        return CALCULATED_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Returns whether an expression is an array of values that frontends calculate, so that they know its elements. */
    public boolean isCalculatedArray(Expression expression) {
        Expression array = resolve(expression);
        if (array instanceof Expression.ArrayLiteral literal) {
            return literal.elements().stream().allMatch(this::isCalculated);
        }
        if (array instanceof Expression.Call call
                && CALCULATED_ARRAY_FUNCTIONS.contains(CallRewrites.lowerCaseName(call))) {
            return isCalculatedArray(call.arguments().get(0))
                    && isCalculated(call.arguments().get(1));
        }
        return array instanceof Expression.Cast cast && isCalculatedArray(cast.value());
    }

    /** Returns whether an expression is NULL for frontends. */
    public boolean isNull(Expression expression) {
        Expression constant = resolve(expression);
        if (constant instanceof Expression.NullLiteral) {
            return true;
        }
        if (constant instanceof Expression.Cast cast) {
            return isNull(cast.value());
        }
        if (constant instanceof Expression.Call call) {
            return isNullOfNull(call);
        }
        return constant instanceof Expression.Binary binary
                && ARITHMETIC_OPERATORS.contains(binary.operator().canonicalOperator())
                && isCalculated(binary)
                && (isNull(binary.left()) || isNull(binary.right()));
    }

    /**
     * Returns the constant that a column or a scalar subquery stands for; empty if it stands for anything else, or for
     * different values in different rows.
     */
    private Optional<Expression> findConstant(Expression columnOrSubquery) {
        Optional<Expression> knownConstant = constantByExpression.get(columnOrSubquery);
        if (knownConstant != null) {
            return knownConstant;
        }
        Expression output = columnOrSubquery instanceof Expression.Subquery subquery
                ? findOutput(subquery)
                : findOutput((Expression.Reference) columnOrSubquery);
        Optional<Expression> constant =
                output != null && isConstant(output) ? Optional.of(resolve(output)) : Optional.empty();
        constantByExpression.put(columnOrSubquery, constant);
        return constant;
    }

    private @Nullable Expression findOutput(Expression.Subquery subquery) {
        return hasSingleRow(subquery.query())
                ? SingleSelectOutput.find(subquery.query(), 0, bindings)
                        .map(this::findOutput)
                        .orElse(null)
                : null;
    }

    private boolean areRowsCalculated(Query query) {
        return query.commonTables().isEmpty()
                && query.orderBy().isEmpty()
                && query.limit() == null
                && areRowsCalculated(query.body());
    }

    private boolean areRowsCalculated(Query.Body body) {
        if (body instanceof Query.SetOperation operation) {
            return operation.kind() == Query.SetOperation.Kind.UNION
                    && operation.keepsDuplicates()
                    && operation.operands().stream().allMatch(this::areRowsCalculated);
        }
        if (body instanceof Query.NestedQuery nestedQuery) {
            return areRowsCalculated(nestedQuery.query());
        }
        return body instanceof Query.Select select
                && hasSingleRow(select)
                && select.quantifier() != Query.Quantifier.DISTINCT
                && select.items().stream()
                        .allMatch(item -> item instanceof Query.SelectItem.Value value && isCalculated(value.value()));
    }

    /** Returns whether an expression is a remainder; frontends calculate those of integers and decimals only. */
    private static boolean isRemainder(Expression expression) {
        return expression instanceof Expression.Binary binary
                ? binary.operator().canonicalOperator() == Operator.MODULO
                : expression instanceof Expression.Call call
                        && CallRewrites.lowerCaseName(call).equals("mod");
    }

    private boolean isNested(Expression expression) {
        Type type = bindings.findValueType(expression);
        return type != null && PrimitiveType.of(type) == PrimitiveType.INVALID_TYPE;
    }

    private boolean hasExactType(Expression expression) {
        Type type = bindings.findValueType(expression);
        return type != null
                && (PrimitiveType.of(type).isFixedPoint()
                        || PrimitiveType.of(type).isDecimal());
    }

    /** Returns whether a query has one row for frontends, because it reads no tables and has no other clauses. */
    private static boolean hasSingleRow(Query query) {
        return query.body() instanceof Query.Select select
                && query.limit() == null
                && query.commonTables().isEmpty()
                && hasSingleRow(select);
    }

    private static boolean hasSingleRow(Query.Select select) {
        return select.isUnfiltered()
                && select.groupBy() == null
                && select.from().stream()
                        .allMatch(relation -> relation instanceof Relation.Derived derivedRelation
                                && hasSingleRow(derivedRelation.query()));
    }

    private @Nullable Expression findOutput(Expression.Reference reference) {
        RelationField column = bindings.findWholeColumn(reference);
        return column == null ? null : findOutput(column);
    }

    /** Returns the expression of a column; null if no SELECT calculates it, or if an outer join may make it NULL. */
    private @Nullable Expression findOutput(RelationField column) {
        if (column.baseColumns().size() != 1 || !column.optionalSides().isEmpty()) {
            return null;
        }
        return SingleSelectOutput.find(column.baseColumns().get(0), bindings)
                .map(this::findOutput)
                .orElse(null);
    }

    private @Nullable Expression findOutput(SingleSelectOutput selectOutput) {
        Query.Select select = selectOutput.select();
        boolean hasGroupingSets = select.groupBy() != null && select.groupBy().kind() != Query.Grouping.Kind.PLAIN;
        if (hasGroupingSets || select.pivot() != null) {
            return null;
        }
        SelectOutput output = selectOutput.output();
        if (output.expression() != null) {
            return output.expression();
        }
        return output.column() == null ? null : findOutput(output.column());
    }
}
