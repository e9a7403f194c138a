package dev.cairn.embedded.translate;

import dev.cairn.analysis.expression.ExpressionScope;
import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.WideDecimal;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translates expressions of one SELECT to DuckDB's SQL. Each operand is converted to the type in which the server
 * calculates, because DuckDB would choose others; the analysis has determined these types, so none is derived again
 * here.
 */
final class ExpressionTranslation implements ExpressionScope {
    private final QueryTranslation queries;
    private final List<DuckDbExpression> outputs;
    private final Set<String> columnValues;
    private final MergedStateRows stateRows;
    private @Nullable ExpressionTyping typing;

    ExpressionTranslation(QueryTranslation queries) {
        this(queries, List.of(), Set.of(), MergedStateRows.NONE);
    }

    /**
     * @param outputs the outputs of the query, to which ORDER BY may refer
     * @param columnValues the casts and shifts of times that are columns here: keys of GROUP BY, and outputs for ORDER
     *     BY
     * @param stateRows the rows of the aggregate states that the expressions merge
     */
    private ExpressionTranslation(
            QueryTranslation queries,
            List<DuckDbExpression> outputs,
            Set<String> columnValues,
            MergedStateRows stateRows) {
        this.queries = queries;
        this.outputs = outputs;
        this.columnValues = columnValues;
        this.stateRows = stateRows;
    }

    ExpressionTranslation withOutputs(List<DuckDbExpression> queryOutputs) {
        return new ExpressionTranslation(queries, queryOutputs, columnValues, stateRows);
    }

    ExpressionTranslation withStateRows(MergedStateRows newStateRows) {
        return new ExpressionTranslation(queries, outputs, columnValues, newStateRows);
    }

    ExpressionTranslation withColumnValues(Set<String> newColumnValues) {
        return new ExpressionTranslation(queries, outputs, newColumnValues, stateRows);
    }

    /** Returns the outputs of the query, to which ORDER BY may refer. */
    List<DuckDbExpression> outputs() {
        return outputs;
    }

    TranslationContext context() {
        return queries.context();
    }

    QueryTranslation.TranslationState state() {
        return queries.state();
    }

    MergedStateRows stateRows() {
        return stateRows;
    }

    /** Sets the values of the parameters of a lambda. */
    void bindParameters(Expression.Lambda lambda, List<DuckDbExpression> values) {
        queries.boundValues().parameters().put(lambda, values);
    }

    /** Sets the result of a call within a lambda that is evaluated before the lambda. */
    void bindInvariant(Expression.Call call, DuckDbExpression value) {
        queries.boundValues().invariants().put(call, value);
    }

    /** Ends the scope of {@link #bindInvariant}. */
    void releaseInvariant(Expression.Call call) {
        queries.boundValues().invariants().remove(call);
    }

    boolean hasInvariant(Expression expression) {
        return queries.boundValues().invariants().containsKey(expression);
    }

    /** Returns the referent of a name; null for an argument of a function that a user has defined. */
    @Nullable
    ResolvedName referent(Expression.Reference reference) {
        return queries.bindings().referent(reference);
    }

    /** Returns the position of the output that a key of ORDER BY names; null if it is any other expression. */
    @Nullable
    Integer outputPosition(Expression key) {
        return key.unwrap() instanceof Expression.Reference reference
                        && queries.bindings().referent(reference) instanceof ResolvedName.ResolvedOutput output
                        && output.path().isEmpty()
                ? Integer.valueOf(output.index())
                : null;
    }

    private DuckDbExpression translateReference(Expression.Reference reference) {
        ResolvedName referent = queries.bindings().referent(reference);
        if (referent == null) {
            return state().findArgument(reference.name());
        }
        return referent instanceof ResolvedName.ResolvedOutput output
                ? asColumn(BoundValues.findField(outputs.get(output.index()), output.path(), reference.span()))
                : queries.boundValues().resolve(referent, reference.span());
    }

    /**
     * Returns a value, without its casts if it is a column here: they were made before, and must not be merged with
     * others.
     */
    private DuckDbExpression asColumn(DuckDbExpression value) {
        return columnValues.contains(value.sql()) ? value.withoutCasts() : value;
    }

    /** Returns whether an expression is the same as a value that is a column. */
    private boolean isColumn(Expression expression) {
        return !columnValues.isEmpty()
                && columnValues.contains(translate(expression).sql());
    }

    /** Returns the months or years that are added to a column which is compared with a constant. */
    Optional<TimeShift> findComparedShift(Expression expression, Expression constant) {
        return TimeShift.ofCompared(expression, constant, this::isColumn);
    }

    @Override
    public ResolvedReference resolveColumn(QualifiedName name, Span span) {
        DuckDbExpression value = state().findArgument(name);
        return new ResolvedReference(name, new ExpressionType(value.type(), true, value.state(), NullCause.UNKNOWN));
    }

    @Override
    public ExpressionType typeOfVariable(Expression variable) {
        return ExpressionType.ofNullable(
                context().sessionValues().apply(variable).type());
    }

    @Override
    public TypeSettings settings() {
        return context().analysis().settings();
    }

    /** Returns the type of an expression that was analysed, or that a translation has composed of analysed parts. */
    ExpressionType typeOf(Expression expression) {
        ExpressionType analysedType = queries.bindings().expressionTypeOf(expression);
        if (analysedType != null) {
            return analysedType;
        }
        if (typing == null) {
            typing = ExpressionTyping.ofParts(context().profile(), this, queries.bindings());
        }
        return typing.determineType(expression);
    }

    /** Returns the type that the server determines for an expression. */
    Type type(Expression expression) {
        Type type = typeOf(expression).type();
        if (type == null) {
            throw unsupportedExpressionRefusal(expression);
        }
        return type;
    }

    /** Returns the aggregate state that the values of an expression are; null for other values. */
    Aggregation.@Nullable State aggregateState(Expression expression) {
        return typeOf(expression).state();
    }

    /**
     * Returns the types of the operands of an expression after the server's casts; see {@link ExpressionType#operands}.
     */
    List<Type> operandTypes(Expression expression) {
        return typeOf(expression).operands();
    }

    /** Returns the operands of an expression, converted to the types that the server casts them to. */
    List<String> translateOperands(Expression expression, List<Expression> operands) {
        List<Type> types = operandTypes(expression);
        if (types.isEmpty()) {
            throw unsupportedExpressionRefusal(expression);
        }
        List<String> convertedOperands = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            convertedOperands.add(translateAs(operands.get(i), knownType(types.get(i))));
        }
        return convertedOperands;
    }

    /** Returns the type in which values are compared: BOOLEAN if all of them are the literal NULL. */
    private static Type knownType(Type type) {
        return type.equals(TranslationTypes.NULL) ? TranslationTypes.BOOLEAN : type;
    }

    private static Refusal unsupportedExpressionRefusal(Expression expression) {
        return UnsupportedFeature.queryRefusal("'" + Sql.render(expression) + "'", expression.span());
    }

    /** Returns the expression that the server reads in place of a written one. */
    Expression interpret(Expression writtenExpression) {
        return queries.bindings().interpret(writtenExpression);
    }

    /** Returns the relations, also those of enclosing queries, whose columns an expression reads. */
    Set<BoundRelation> referencedRelations(Expression expression) {
        Set<BoundRelation> relations = new HashSet<>();
        interpret(expression).visit(node -> {
            if (node instanceof Expression.Reference reference
                    && queries.bindings().referent(reference) instanceof ResolvedName.ResolvedColumn column) {
                column.field().baseColumns().forEach(base -> relations.add(base.relation()));
            }
        });
        return relations;
    }

    String translateCondition(Expression expression) {
        return translateAs(expression, TranslationTypes.BOOLEAN);
    }

    /** Returns the DuckDB expression, converted to a type. */
    String translateAs(Expression expression, Type type) {
        return translate(expression).castTo(type).sql();
    }

    List<DuckDbExpression> translateAll(List<Expression> expressions) {
        List<DuckDbExpression> values = new ArrayList<>();
        expressions.forEach(expression -> values.add(translate(expression)));
        return values;
    }

    DuckDbExpression translate(Expression expression) {
        Expression replacement = queries.bindings().findReplacement(expression);
        if (replacement != null) {
            return translate(replacement);
        }
        DuckDbExpression invariant = queries.boundValues().invariants().get(expression);
        if (invariant != null) {
            return invariant;
        }
        if (expression instanceof Expression.Reference reference) {
            return translateReference(reference);
        }
        Optional<Expression> mergedShift = TimeShift.of(expression).flatMap(shift -> shift.merge(this::isColumn));
        if (mergedShift.isPresent()) {
            return translate(mergedShift.get()).castTo(type(expression));
        }
        if (expression instanceof Expression.ParenthesizedExpression group) {
            return translate(group.expression()).encloseInParentheses();
        }
        if (expression instanceof Expression.Collate collate) {
            return translate(collate.value());
        }
        if (expression instanceof Expression.Unary signedNumber && signedNumber.isSignedNumber()) {
            return translateNumber(
                    signedNumber.number(), signedNumber.isNegativeNumber() ? "-" : "", type(signedNumber));
        }
        if (expression instanceof Expression.Unary unary) {
            return new OperatorTranslation(this).translateUnary(unary);
        }
        if (expression instanceof Expression.Binary binary) {
            return new OperatorTranslation(this).translateBinary(binary);
        }
        if (expression instanceof Expression.Call
                || expression instanceof Expression.AggregateCall
                || expression instanceof Expression.WindowCall
                || expression instanceof Expression.Extract) {
            return new CallTranslation(this).translate(expression);
        }
        if (expression instanceof Expression.Cast cast) {
            return asColumn(new OperatorTranslation(this).translateCast(cast));
        }
        if (expression instanceof Expression.Case caseExpression) {
            return translateCase(caseExpression);
        }
        if (expression instanceof Expression.SystemVariable) {
            return context().sessionValue(expression, type(expression));
        }
        if (expression instanceof Expression.UserVariable || expression instanceof Expression.Parameter) {
            DuckDbExpression value = context().sessionValue(expression, type(expression));
            return PrimitiveType.of(value.type()) == PrimitiveType.INVALID_TYPE ? state().addConstant(value) : value;
        }
        if (expression instanceof Expression.Subquery subquery) {
            TranslatedQuery query = queries.translate(subquery.query());
            return new DuckDbExpression(
                    "(" + query.sql() + ")", query.columns().get(0).type());
        }

        // Literals.
        if (expression instanceof Expression.Null) {
            return new DuckDbExpression("NULL", TranslationTypes.NULL);
        }
        if (expression instanceof Expression.Bool bool) {
            return new DuckDbExpression(bool.value() ? "TRUE" : "FALSE", TranslationTypes.BOOLEAN);
        }
        if (expression instanceof Expression.Text text) {
            return DuckDbExpression.ofFolded(DuckDbQuoting.quoteText(text.value()), type(text));
        }
        if (expression instanceof Expression.Number number) {
            return translateNumber(number, "", type(number));
        }
        if (expression instanceof Expression.DateText date) {
            return DuckDbExpression.ofFolded(DuckDbQuoting.quoteText(date.value()), TranslationTypes.VARCHAR)
                    .convertTo(date.hasTime() ? TranslationTypes.DATETIME : TranslationTypes.DATE);
        }
        if (expression instanceof Expression.Hex hex) {
            return new DuckDbExpression("from_hex('" + hex.digits() + "')", TranslationTypes.VARBINARY);
        }

        // Predicates.
        if (expression instanceof Expression.IsNull nullTest) {
            return toPredicate(translateIsNull(nullTest));
        }
        if (expression instanceof Expression.Between between) {
            return toPredicate(translateBetween(between));
        }
        if (expression instanceof Expression.In in) {
            return toPredicate(translateIn(in, in.isNegated()));
        }
        if (expression instanceof Expression.InQuery in) {
            return toPredicate(translateInQuery(in));
        }
        if (expression instanceof Expression.Exists exists) {
            return toPredicate("EXISTS (" + queries.translate(exists.query()).sql() + ")");
        }
        if (expression instanceof Expression.Like like) {
            return toPredicate(translateLike(like));
        }

        // Arrays, maps, structs and JSON documents.
        if (expression instanceof Expression.ArrayLiteral array) {
            return translateArray(array);
        }
        if (expression instanceof Expression.MapLiteral map) {
            return translateMap(map);
        }
        if (expression instanceof Expression.Subscript subscript) {
            return translateSubscript(subscript);
        }
        if (expression instanceof Expression.FieldAccess fieldAccess) {
            return translate(fieldAccess.base())
                    .field(fieldAccess.field().text())
                    .orElseThrow(() -> unsupportedExpressionRefusal(expression));
        }
        if (expression instanceof Expression.Arrow arrow) {
            new JsonPathArgument(arrow.path()).check();
            String json = translateAs(arrow.base(), TranslationTypes.JSON);
            String path = DuckDbQuoting.quoteText(arrow.path().value());
            return new DuckDbExpression("sr_json_query(" + json + ", " + path + ")", TranslationTypes.JSON);
        }
        if (expression instanceof Expression.Slice slice) {
            return translateSlice(slice);
        }
        throw unsupportedExpressionRefusal(expression);
    }

    /** Translates a number with its sign: DuckDB has no positive number for the least one of its widest type. */
    private static DuckDbExpression translateNumber(Expression.Number number, String sign, Type type) {
        String text = sign + number.text();
        if (number.longValue() == null || WideDecimal.isWide(type)) {
            return DuckDbExpression.ofNumber(text, type);
        }
        return DuckDbExpression.ofFolded(sign.isEmpty() ? text : "(" + text + ")", type);
    }

    private DuckDbExpression translateCase(Expression.Case caseExpression) {
        Iterator<String> operands =
                translateOperands(caseExpression, caseExpression.children()).iterator();
        String operand = caseExpression.operand() == null ? "" : operands.next();
        Type comparedType = caseExpression.operand() == null
                ? TranslationTypes.BOOLEAN
                : operandTypes(caseExpression).get(0);
        Type resultType = type(caseExpression);
        boolean isFolded = isFoldedChoice(caseExpression, results(caseExpression));
        boolean takesConstantTrue = takesConstantTrue(caseExpression, comparedType);
        boolean isConstant = takesConstantTrue
                && caseExpression.branches().stream().allMatch(branch -> isConstantWithoutCall(branch.condition()));
        StringBuilder sql = new StringBuilder("CASE");
        StringBuilder trueBranches = new StringBuilder();
        for (Expression.When branch : caseExpression.branches()) {
            String condition = operands.next();
            String convertedResult = operands.next();
            String result =
                    " THEN " + (isFolded ? translateAs(branch.result(), TranslationTypes.DOUBLE) : convertedResult);
            String comparison = operand.isEmpty()
                    ? condition
                    : OperatorTranslation.compareValues(Operator.EQUAL, operand, condition, comparedType);
            String isTrue = "(" + operand + " IS NOT NULL AND " + condition + ")";
            boolean includesTrue = takesConstantTrue && !isConstant && isConstantWithoutCall(branch.condition());
            sql.append(" WHEN ").append(includesTrue ? "(" + comparison + " OR " + isTrue + ")" : comparison);
            sql.append(result);
            trueBranches.append(isConstant ? " WHEN " + isTrue + result : "");
        }
        sql.append(trueBranches);
        if (caseExpression.elseResult() != null) {
            String convertedResult = operands.next();
            sql.append(" ELSE ")
                    .append(
                            isFolded
                                    ? translateAs(caseExpression.elseResult(), TranslationTypes.DOUBLE)
                                    : convertedResult);
        }
        sql.append(" END");
        return isFolded
                ? DuckDbExpression.ofFolded(sql.toString(), TranslationTypes.DOUBLE)
                        .castTo(resultType)
                : new DuckDbExpression(sql.toString(), resultType);
    }

    private static List<Expression> results(Expression.Case caseExpression) {
        List<Expression> results = new ArrayList<>();
        caseExpression.branches().forEach(branch -> results.add(branch.result()));
        if (caseExpression.elseResult() != null) {
            results.add(caseExpression.elseResult());
        }
        return results;
    }

    /**
     * Returns whether frontends calculate which one of some floating-point constants is the value of an expression.
     * They do this in the precision of DOUBLE, also for FLOAT.
     */
    boolean isFoldedChoice(Expression choice, List<Expression> results) {
        return PrimitiveType.of(type(choice)).isFloatingPoint()
                && ConstantExpressions.isConstant(choice)
                && translateAll(results).stream()
                        .allMatch(result -> result.isFolded() || result.type().equals(TranslationTypes.NULL));
    }

    /** Returns whether an expression is a constant that each frontend calculates: it calculates not all functions. */
    private static boolean isConstantWithoutCall(Expression expression) {
        return ConstantExpressions.isConstant(expression)
                && !(expression instanceof Expression.Call)
                && expression.children().stream().allMatch(ExpressionTranslation::isConstantWithoutCall);
    }

    /**
     * Returns whether frontends take the branch of a constant TRUE also for FALSE, as in
     * {@code CASE FALSE WHEN TRUE THEN 1 END}, because they read it as CASE without an operand. If all conditions are
     * constants, an equal one goes first.
     */
    private static boolean takesConstantTrue(Expression.Case caseExpression, Type comparedType) {
        return caseExpression.operand() != null
                && PrimitiveType.of(comparedType) == PrimitiveType.BOOLEAN
                && isConstantWithoutCall(caseExpression.operand());
    }

    private static DuckDbExpression toPredicate(String sql) {
        return new DuckDbExpression("(" + sql + ")", TranslationTypes.BOOLEAN);
    }

    private static String notKeyword(boolean isNegated) {
        return isNegated ? " NOT" : "";
    }

    /** Translates IS NULL, which is also true for the null of JSON. */
    private String translateIsNull(Expression.IsNull nullTest) {
        DuckDbExpression value = translate(nullTest.value());
        boolean isJson = PrimitiveType.of(value.type()) == PrimitiveType.JSON;
        return (isJson ? "nullif(" + value.sql() + ", 'null')" : value.sql()) + " IS" + notKeyword(nullTest.isNegated())
                + " NULL";
    }

    private String translateBetween(Expression.Between between) {
        if (findComparedShift(between.value(), between.lowerBound()).isPresent()
                && ConstantExpressions.isConstant(between.upperBound())) {
            return (between.isNegated() ? "NOT " : "") + "("
                    + translateComparison(Operator.GREATER_OR_EQUAL, between.value(), between.lowerBound()) + " AND "
                    + translateComparison(Operator.LESS_OR_EQUAL, between.value(), between.upperBound()) + ")";
        }
        List<String> operands =
                translateOperands(between, List.of(between.value(), between.lowerBound(), between.upperBound()));
        Type type = operandTypes(between).get(0);
        if (!OperatorTranslation.isComparable(type)) {
            String lowerComparison = OperatorTranslation.compareValues(
                    Operator.GREATER_OR_EQUAL, operands.get(0), operands.get(1), type);
            String upperComparison =
                    OperatorTranslation.compareValues(Operator.LESS_OR_EQUAL, operands.get(0), operands.get(2), type);
            return (between.isNegated() ? "NOT " : "") + "(" + lowerComparison + " AND " + upperComparison + ")";
        }
        return operands.get(0) + notKeyword(between.isNegated()) + " BETWEEN " + operands.get(1) + " AND "
                + operands.get(2);
    }

    private String translateComparison(Operator operator, Expression left, Expression right) {
        return translate(new Expression.Binary(operator, left, right, left.span()))
                .sql();
    }

    /** Translates IN. With one candidate, the server compares it by an operator. */
    String translateIn(Expression.In inPredicate, boolean isNegated) {
        if (inPredicate.candidates().size() == 1
                && findComparedShift(
                                inPredicate.value(), inPredicate.candidates().get(0))
                        .isPresent()) {
            return translateComparison(
                    isNegated ? Operator.NOT_EQUAL : Operator.EQUAL,
                    inPredicate.value(),
                    inPredicate.candidates().get(0));
        }
        List<String> operands = translateOperands(inPredicate, inPredicate.children());
        Type type = operandTypes(inPredicate).get(0);
        if (!OperatorTranslation.isComparable(type)) {
            if (operands.size() == 2) {
                Operator operator = isNegated ? Operator.NOT_EQUAL : Operator.EQUAL;
                return OperatorTranslation.compareValues(operator, operands.get(0), operands.get(1), type);
            }
            String comparisons = operands.stream()
                    .skip(1)
                    .map(candidate ->
                            OperatorTranslation.compareValues(Operator.EQUAL, operands.get(0), candidate, type))
                    .collect(Collectors.joining(" OR "));
            return (isNegated ? "NOT " : "") + "(" + comparisons + ")";
        }
        String candidates = String.join(", ", operands.subList(1, operands.size()));
        return operands.get(0) + notKeyword(isNegated) + " IN (" + candidates + ")";
    }

    private String translateInQuery(Expression.InQuery inPredicate) {
        List<String> operands = translateOperands(
                inPredicate,
                inPredicate.value() instanceof Expression.Tuple tuple
                        ? tuple.elements()
                        : List.of(inPredicate.value()));
        List<TranslatedQuery.QueryColumn> queryColumns = new ArrayList<>();
        List<Type> types = operandTypes(inPredicate);
        for (Type type : types.subList(operands.size(), types.size())) {
            queryColumns.add(new TranslatedQuery.QueryColumn(knownType(type)));
        }
        String value = operands.size() == 1 ? operands.get(0) : "(" + String.join(", ", operands) + ")";
        return value + notKeyword(inPredicate.isNegated()) + " IN "
                + queries.translate(inPredicate.query()).convertTo(queryColumns);
    }

    /** Translates LIKE, with a backslash as the escape character, and the operators for regular expressions. */
    private String translateLike(Expression.Like like) {
        String value = translateAs(like.value(), TranslationTypes.VARCHAR);
        Expression unwrappedPattern = like.pattern().unwrap();
        String pattern =
                unwrappedPattern instanceof Expression.Text text && like.word().equalsIgnoreCase("LIKE")
                        ? DuckDbQuoting.quoteText(withoutTrailingEscape(text.value()))
                        : translateAs(like.pattern(), TranslationTypes.VARCHAR);
        if (like.word().toUpperCase(Locale.ROOT).equals("LIKE")) {
            if (ConstantExpressions.isConstant(like.value()) && ConstantExpressions.isConstant(like.pattern())) {
                String plainPattern = translateAs(like.pattern(), TranslationTypes.VARCHAR);
                return (like.isNegated() ? "NOT " : "") + "sr_like_of_constants(" + value + ", " + plainPattern + ")";
            }
            if (!(unwrappedPattern instanceof Expression.Text)) {
                pattern = (ConstantExpressions.isConstant(like.pattern())
                                ? "sr_like_pattern("
                                : "sr_like_pattern_of_row(")
                        + pattern + ")";
            }
            return value + notKeyword(like.isNegated()) + " LIKE " + pattern + " ESCAPE '\\'";
        }
        return (like.isNegated() ? "NOT " : "") + "regexp_matches(" + value + ", " + pattern + ", 's')";
    }

    /** Returns a pattern without a backslash at its end that escapes nothing, which the server ignores. */
    private static String withoutTrailingEscape(String pattern) {
        int end = pattern.length();
        while (end > 0 && pattern.charAt(end - 1) == '\\') {
            end--;
        }
        return (pattern.length() - end) % 2 == 0 ? pattern : pattern.substring(0, pattern.length() - 1);
    }

    private DuckDbExpression translateArray(Expression.ArrayLiteral array) {
        Type.Array type = (Type.Array) type(array);
        List<String> elements = new ArrayList<>();
        for (Expression element : array.elements()) {
            elements.add(translateAs(element, type.element()));
        }
        return new DuckDbExpression(
                "CAST([" + String.join(", ", elements) + "] AS " + DuckDbType.nameOfCalculated(type) + ")", type);
    }

    /** Translates a map literal. Of entries with equal keys, the last one is kept. */
    private DuckDbExpression translateMap(Expression.MapLiteral map) {
        Type.Map type = (Type.Map) type(map);
        List<String> entries = new ArrayList<>();
        for (Expression.Entry entry : map.entries()) {
            entries.add("{key: " + translateAs(entry.key(), type.key()) + ", value: "
                    + translateAs(entry.value(), type.value()) + "}");
        }
        return new DuckDbExpression(
                "sr_map(CAST([" + String.join(", ", entries) + "] AS " + DuckDbType.nameOfCalculated(type) + "))",
                type);
    }

    /** Translates a subscript. Array positions begin at 1; an element that does not exist is NULL. */
    private DuckDbExpression translateSubscript(Expression.Subscript subscript) {
        DuckDbExpression base = translate(subscript.base());
        DuckDbExpression index = translate(subscript.index());
        if (base.type() instanceof Type.Array array) {
            String position = index.castTo(TranslationTypes.BIGINT).sql();
            return new DuckDbExpression(
                    "list_extract(" + base.sql() + ", nullif(greatest(" + position + ", 0), 0))", array.element());
        }
        if (base.type() instanceof Type.Map map) {
            String key = index.castTo(map.key()).sql();
            return new DuckDbExpression("sr_map_value(" + base.sql() + ", " + key + ")", map.value());
        }
        if (base.type() instanceof Type.Struct struct && subscript.index() instanceof Expression.Number number) {
            return base.field(struct.fields().get(Integer.parseInt(number.text()) - 1));
        }
        if (base.type() instanceof Type.Struct struct && subscript.index() instanceof Expression.Text text) {
            return struct.fields().stream()
                    .filter(field -> field.name().equalsIgnoreCase(text.value()))
                    .map(base::field)
                    .findFirst()
                    .orElseThrow(() -> unsupportedExpressionRefusal(subscript));
        }
        throw unsupportedExpressionRefusal(subscript);
    }

    private DuckDbExpression translateSlice(Expression.Slice slice) {
        DuckDbExpression base = translate(slice.base());
        String start = slice.start() == null ? "1" : slice.start().toString();
        String end = slice.end() == null ? "" : slice.end().toString();
        return new DuckDbExpression("(" + base.sql() + ")[" + start + ":" + end + "]", base.type());
    }
}
