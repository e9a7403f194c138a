package dev.cairn.embedded.translate;

import dev.cairn.analysis.expression.ExpressionScope;
import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.DictionaryLookup;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.query.DatetimeShift;
import dev.cairn.embedded.translate.query.FrontendConstants;
import dev.cairn.embedded.translate.query.MergedStateRows;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.LiteralTranslator;
import dev.cairn.embedded.translate.value.NestingLimit;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates expressions of one SELECT to DuckDB's SQL. Each operand is converted to the type in which the server
 * calculates, because DuckDB would choose other types. The analysis has determined the types of the written
 * expressions; only the types of expressions that a translation has composed are derived here.
 */
final class ExpressionTranslator implements ExpressionScope {
    private final QueryTranslator queryTranslator;
    private final List<DuckDbExpression> outputs;
    private final Set<String> columnValueSqls;
    private final MergedStateRows stateRows;
    private @Nullable ExpressionTyping expressionTyping;
    private @Nullable OperandScope operandScope;

    ExpressionTranslator(QueryTranslator queryTranslator) {
        this(queryTranslator, List.of(), Set.of(), MergedStateRows.NONE);
    }

    /**
     * Creates a translator for a part of a SELECT.
     *
     * @param outputs the outputs of the query, to which ORDER BY may refer
     * @param columnValueSqls SQL of the casts and time shifts that count as columns here: keys of GROUP BY, and
     *     outputs to which ORDER BY refers
     * @param stateRows the rows of the aggregate states that the expressions merge
     */
    private ExpressionTranslator(
            QueryTranslator queryTranslator,
            List<DuckDbExpression> outputs,
            Set<String> columnValueSqls,
            MergedStateRows stateRows) {
        this.queryTranslator = queryTranslator;
        this.outputs = outputs;
        this.columnValueSqls = columnValueSqls;
        this.stateRows = stateRows;
    }

    ExpressionTranslator withOutputs(List<DuckDbExpression> queryOutputs) {
        return new ExpressionTranslator(queryTranslator, queryOutputs, columnValueSqls, stateRows);
    }

    ExpressionTranslator withStateRows(MergedStateRows newStateRows) {
        return new ExpressionTranslator(queryTranslator, outputs, columnValueSqls, newStateRows);
    }

    ExpressionTranslator withColumnValueSqls(Set<String> newColumnValueSqls) {
        return new ExpressionTranslator(queryTranslator, outputs, newColumnValueSqls, stateRows);
    }

    /** Returns the outputs of the query, to which ORDER BY may refer. */
    List<DuckDbExpression> outputs() {
        return outputs;
    }

    TranslationContext context() {
        return queryTranslator.context();
    }

    TranslationState state() {
        return queryTranslator.state();
    }

    MergedStateRows stateRows() {
        return stateRows;
    }

    /** Sets the values of the parameters of a lambda. */
    void bindParameters(Expression.Lambda lambda, List<DuckDbExpression> values) {
        queryTranslator.boundValues().parametersByLambda().put(lambda, values);
    }

    /** Sets the value of an expression, in place of its translation. */
    void bindValue(Expression expression, DuckDbExpression value) {
        queryTranslator.boundValues().valueByExpression().put(expression, value);
    }

    /** Ends the scope of {@link #bindValue}. */
    void releaseValue(Expression expression) {
        queryTranslator.boundValues().valueByExpression().remove(expression);
    }

    boolean hasBoundValue(Expression expression) {
        return queryTranslator.boundValues().valueByExpression().containsKey(expression);
    }

    /**
     * Returns what a call of {@code dict_mapping} looks up; null if its table is unknown, or if the call is in the
     * definition of a table, whose rows do not follow the dictionary.
     */
    @Nullable
    DictionaryLookup findDictionaryLookup(Expression.Call call) {
        return queryTranslator.state().isWholeStatement()
                ? queryTranslator.bindings().findDictionaryLookup(call)
                : null;
    }

    /** Returns the meaning of a name; null for an argument that a translation has named. */
    @Nullable
    ResolvedName findResolvedName(Expression.Reference reference) {
        return queryTranslator.bindings().findResolvedName(reference);
    }

    /** Returns the position of the output that a key of ORDER BY names; null if it is any other expression. */
    @Nullable
    Integer findOutputPosition(Expression key) {
        return key.unwrap() instanceof Expression.Reference reference
                        && queryTranslator.bindings().findResolvedName(reference)
                                instanceof ResolvedName.ResolvedOutput output
                        && output.path().isEmpty()
                ? Integer.valueOf(output.index())
                : null;
    }

    /** Returns whether an expression reads a column of a table; a column of a subquery may be a constant. */
    boolean readsTableColumn(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            RelationField column = queryTranslator.bindings().findColumn(reference);
            return column != null && !column.origins().isEmpty();
        }
        return expression.children().stream().anyMatch(this::readsTableColumn);
    }

    /** Returns whether frontends know the value of an expression: it is a constant, or a column that is one. */
    boolean isConstant(Expression expression) {
        return frontendConstants().isConstant(expression);
    }

    FrontendConstants frontendConstants() {
        return queryTranslator.boundValues().frontendConstants();
    }

    /**
     * Translates the argument of a call. A frontend does not see the casts of a constant column whose value it has
     * calculated.
     */
    DuckDbExpression translateArgument(Expression argument) {
        Expression constant = frontendConstants().replaceByConstant(argument);
        DuckDbExpression value = translate(constant);
        boolean isInteger = PrimitiveType.of(value.type()).isFixedPoint();
        return constant != argument && isInteger && frontendConstants().isCalculated(constant)
                ? value.withoutCasts()
                : value;
    }

    /**
     * Returns the constant cast that a column or a scalar subquery stands for, if frontends merge it with the casts
     * around the column, because they can't calculate it; null for any other expression.
     */
    private Expression.@Nullable Cast findMergedCast(Expression columnOrSubquery) {
        return frontendConstants().replaceByConstant(columnOrSubquery) instanceof Expression.Cast cast
                        && !frontendConstants().isCalculated(cast)
                ? cast
                : null;
    }

    private DuckDbExpression translateReference(Expression.Reference reference) {
        ResolvedName resolvedName = queryTranslator.bindings().findResolvedName(reference);
        if (resolvedName == null) {
            return state().requireArgument(reference.name());
        }
        Expression.Cast mergedCast = findMergedCast(reference);
        if (mergedCast != null) {
            return translate(mergedCast);
        }
        return resolvedName instanceof ResolvedName.ResolvedOutput output
                ? toColumnValue(BoundValues.accessFields(outputs.get(output.index()), output.path(), reference.span()))
                : queryTranslator.boundValues().resolve(resolvedName, reference.span());
    }

    /**
     * Returns a value, without its casts if it is a column here: these casts were applied before, and must not be
     * merged with enclosing casts.
     */
    private DuckDbExpression toColumnValue(DuckDbExpression value) {
        return columnValueSqls.contains(value.sql()) ? value.withoutCasts() : value;
    }

    /** Returns whether an expression is one of the casts and time shifts that are columns here. */
    boolean isColumn(Expression expression) {
        return !columnValueSqls.isEmpty()
                && columnValueSqls.contains(expandOperands(translate(expression).sql()));
    }

    private String expandOperands(String sql) {
        return operandScope == null ? sql : operandScope.expand(sql);
    }

    /**
     * Returns the shift of an expression that is compared with a constant, if a frontend shifts back the constant
     * instead; otherwise empty.
     */
    Optional<DatetimeShift> findComparedShift(Expression expression, Expression constant) {
        return DatetimeShift.findComparedShift(expression, constant, this::isColumn);
    }

    @Override
    public ResolvedReference resolveColumn(QualifiedName name, Span span) {
        DuckDbExpression value = state().requireArgument(name);
        return new ResolvedReference(name, new ExpressionType(value.type(), true, value.state(), NullCause.UNKNOWN));
    }

    @Override
    public ExpressionType determineVariableType(Expression variable) {
        return ExpressionType.ofNullable(
                context().sessionExpressionEvaluator().apply(variable).type());
    }

    @Override
    public void requireNotCancelled() {
        context().queryAnalysis().requireNotCancelled();
    }

    @Override
    public TypeSettings settings() {
        return context().queryAnalysis().settings();
    }

    /** Returns the type of an expression that was analyzed, or that a translation has composed of analyzed parts. */
    ExpressionType determineExpressionType(Expression expression) {
        ExpressionType analyzedType = queryTranslator.bindings().findExpressionType(expression);
        if (analyzedType != null) {
            return analyzedType;
        }
        if (expressionTyping == null) {
            expressionTyping = ExpressionTyping.ofAnalyzedParts(context().profile(), this, queryTranslator.bindings());
        }
        return expressionTyping.determineType(expression);
    }

    /**
     * Returns the type that the server determines for an expression.
     *
     * @throws Refusal if the type is unknown
     */
    Type requireType(Expression expression) {
        Type type = determineExpressionType(expression).type();
        if (type == null) {
            throw createUnsupportedExpressionRefusal(expression);
        }
        return type;
    }

    /** Returns the aggregate state that the values of an expression represent; null for other values. */
    Aggregation.@Nullable State findAggregateState(Expression expression) {
        return determineExpressionType(expression).state();
    }

    /**
     * Returns the types of the operands of an expression after the server's casts; see {@link
     * ExpressionType#operandTypes}.
     */
    List<Type> operandTypes(Expression expression) {
        return determineExpressionType(expression).operandTypes();
    }

    /**
     * Returns the operands of an expression, converted to the types to which the server casts them.
     *
     * @throws Refusal if these types are unknown
     */
    List<String> translateOperands(Expression expression, List<Expression> operands) {
        List<Type> types = operandTypes(expression);
        if (types.isEmpty()) {
            throw createUnsupportedExpressionRefusal(expression);
        }
        List<String> convertedOperands = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            convertedOperands.add(translateAs(operands.get(i), comparedType(types.get(i))));
        }
        return convertedOperands;
    }

    /**
     * Returns the operands of a comparison, converted to the types in which they are compared. Frontends compare the
     * floating-point numbers that they calculate by a total order, in which -0 is less than 0.
     */
    List<String> translateComparedOperands(Expression comparison, List<Expression> operands) {
        List<String> convertedOperands = translateOperands(comparison, operands);
        boolean isTotalOrder = PrimitiveType.of(operandTypes(comparison).get(0)).isFloatingPoint()
                && operands.stream().allMatch(frontendConstants()::isCalculated);
        return isTotalOrder
                ? convertedOperands.stream()
                        .map(operand -> "sr_ordered(" + operand + ")")
                        .toList()
                : convertedOperands;
    }

    /** Returns the type in which values are compared: BOOLEAN if all of them are the literal NULL. */
    static Type comparedType(Type type) {
        return type.equals(TypeConstants.NULL) ? TypeConstants.BOOLEAN : type;
    }

    static Refusal createUnsupportedExpressionRefusal(Expression expression) {
        return UnsupportedFeatureRefusals.createQueryRefusal("'" + Sql.render(expression) + "'", expression.span());
    }

    /** Returns the expression that the server reads in place of a written one. */
    Expression interpret(Expression writtenExpression) {
        return queryTranslator.bindings().resolveReplacement(writtenExpression);
    }

    /** Returns whether another expression replaces this one, as the expression of an alias replaces the alias. */
    boolean isReplaced(Expression expression) {
        return queryTranslator.bindings().findReplacement(expression) != null;
    }

    /** Returns the relations, including those of enclosing queries, whose columns an expression reads. */
    Set<BoundRelation> collectReferencedRelations(Expression expression) {
        Set<BoundRelation> relations = new HashSet<>();
        interpret(expression).visit(node -> {
            if (node instanceof Expression.Reference reference
                    && queryTranslator.bindings().findResolvedName(reference)
                            instanceof ResolvedName.ResolvedColumn column) {
                column.field().baseColumns().forEach(base -> relations.add(base.relation()));
            }
        });
        return relations;
    }

    TranslatedQuery translateQuery(Query query) {
        return queryTranslator.translate(query);
    }

    String translateCondition(Expression expression) {
        return translateAs(expression, TypeConstants.BOOLEAN);
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

    /**
     * Translates an expression. Within the translation of an enclosing expression, each operand is translated once.
     *
     * @throws Refusal if the embedded server does not support the expression, or if the statement was cancelled
     */
    DuckDbExpression translate(Expression expression) {
        requireNotCancelled();
        Expression replacement = queryTranslator.bindings().findReplacement(expression);
        if (replacement != null) {
            return translate(replacement);
        }
        DuckDbExpression boundValue =
                queryTranslator.boundValues().valueByExpression().get(expression);
        if (boundValue != null) {
            return boundValue;
        }
        if (expression instanceof Expression.SingleTokenLiteral) {
            return translateInScope(expression);
        }
        OperandScope enclosingScope = operandScope;
        DuckDbExpression knownValue = enclosingScope == null ? null : enclosingScope.findValue(expression);
        if (knownValue != null) {
            return knownValue;
        }
        operandScope = new OperandScope(expression, state());
        try {
            DuckDbExpression value = operandScope.resolve(translateInScope(expression));
            NestingLimit.requireSupported(value.type(), expression.span());
            DuckDbExpression columnValue = expression instanceof Expression.Cast ? toColumnValue(value) : value;
            return enclosingScope == null ? columnValue : enclosingScope.addOperand(expression, columnValue);
        } finally {
            operandScope = enclosingScope;
        }
    }

    private DuckDbExpression translateInScope(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            return translateReference(reference);
        }
        Optional<Expression> mergedShift =
                DatetimeShift.find(expression).flatMap(shift -> shift.findMergedShift(this::isColumn));
        if (mergedShift.isPresent()) {
            return translate(mergedShift.get()).castTo(requireType(expression));
        }
        if (expression instanceof Expression.ParenthesizedExpression parenthesized) {
            return translate(parenthesized.expression()).encloseInParentheses();
        }
        if (expression instanceof Expression.Collate collate) {
            return translate(collate.value());
        }
        Optional<DuckDbExpression> literal = LiteralTranslator.translate(expression, this::requireType);
        if (literal.isPresent()) {
            return literal.get();
        }
        if (expression instanceof Expression.Unary unary) {
            return new OperatorTranslator(this).translateUnary(unary);
        }
        if (expression instanceof Expression.Binary binary) {
            return new OperatorTranslator(this).translateBinary(binary);
        }
        if (expression instanceof Expression.Call
                || expression instanceof Expression.AggregateCall
                || expression instanceof Expression.WindowCall
                || expression instanceof Expression.Extract) {
            return new CallTranslator(this).translate(expression);
        }
        if (expression instanceof Expression.Cast cast) {
            return new OperatorTranslator(this).translateCast(cast);
        }
        if (expression instanceof Expression.Case caseExpression) {
            return new CaseTranslator(this).translate(caseExpression);
        }
        if (expression instanceof Expression.SystemVariable) {
            return context().translateSessionValue(expression, requireType(expression));
        }
        if (expression instanceof Expression.UserVariable || expression instanceof Expression.Parameter) {
            DuckDbExpression value = context().translateSessionValue(expression, requireType(expression));
            return PrimitiveType.of(value.type()) == PrimitiveType.INVALID_TYPE ? state().addConstant(value) : value;
        }
        if (expression instanceof Expression.Subquery subquery) {
            Expression.Cast mergedCast = findMergedCast(subquery);
            if (mergedCast != null) {
                return translate(mergedCast);
            }
            state().addScalarSubquery(subquery);
            TranslatedQuery translatedQuery = queryTranslator.translate(subquery.query());
            return new DuckDbExpression(
                    "(" + translatedQuery.sql() + ")",
                    translatedQuery.columns().get(0).type());
        }
        return new PredicateTranslator(this)
                .translate(expression)
                .or(() -> new NestedExpressionTranslator(this).translate(expression))
                .orElseThrow(() -> createUnsupportedExpressionRefusal(expression));
    }

    /**
     * Returns whether frontends calculate an expression that chooses one of several floating-point constants. They
     * calculate with DOUBLE, even if the type is FLOAT.
     */
    boolean isFoldedChoice(Expression choice, List<Expression> results) {
        return PrimitiveType.of(requireType(choice)).isFloatingPoint()
                && isConstant(choice)
                && translateAll(results).stream()
                        .allMatch(result -> result.isFolded() || result.type().equals(TypeConstants.NULL));
    }
}
