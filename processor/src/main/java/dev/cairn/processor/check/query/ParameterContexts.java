package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationField.UsedColumn;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Column;
import dev.cairn.engine.advice.TextConcatenation;
import dev.cairn.processor.check.JavaTypeFit;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Determines where the text of a statement uses its parameters, from the bindings of the text. A parameter has no type
 * in SQL: the expression around it decides which Java types fit, and whether the statement needs a CAST.
 */
final class ParameterContexts implements Query.QueryVisitor {
    private final RenderedTemplate renderedTemplate;
    private final StatementParameters parameters;
    private final List<ParameterComparison> comparisons = new ArrayList<>();
    private final List<ParameterArgument> arguments = new ArrayList<>();
    private final List<AssignedParameter> assignments = new ArrayList<>();
    private final List<Expression> likePatterns = new ArrayList<>();
    private final Set<SqlTemplate.Parameter> conditionParameters = new LinkedHashSet<>();
    private final Map<SqlTemplate.Parameter, ParameterOperation> operationByParameter = new LinkedHashMap<>();
    /**
     * The operators {@code ||} and {@code +} that are operands of another such operator, each with the enclosing one.
     */
    private final IdentityHashMap<Expression, Expression> enclosingOperationByOperation = new IdentityHashMap<>();

    private final Set<SqlTemplate.Parameter> nullSafeParameters = new HashSet<>();
    private final Set<String> nullTestedPaths = new HashSet<>();
    private final Set<SqlTemplate.Parameter> rowCountParameters = new HashSet<>();
    private final List<Query.SelectItem.Star> stars = new ArrayList<>();
    private final List<Expression.In> inPredicates = new ArrayList<>();
    private final Map<Source, Set<String>> usedColumnNamesBySource = new HashMap<>();
    /** The tables and views that the text names, each with the place of its first name. */
    private final Map<Source, Span> spanBySource = new LinkedHashMap<>();

    private final Bindings bindings = new Bindings();
    private @Nullable Span targetSpan;

    ParameterContexts(RenderedTemplate renderedTemplate, StatementParameters parameters) {
        this.renderedTemplate = renderedTemplate;
        this.parameters = parameters;
    }

    /** A parameter, and the expression with which it is compared. */
    record ParameterComparison(SqlTemplate.Parameter parameter, Expression otherOperand) {}

    /** A parameter that is an argument of a call, and the type that the function takes there. */
    record ParameterArgument(SqlTemplate.Parameter parameter, Expression.Call call, Type type) {}

    /** A parameter that is stored in a column. */
    record AssignedParameter(SqlTemplate.Parameter parameter, Column column) {}

    /**
     * An operator that has a parameter as an operand.
     *
     * @param expression the operator with all its operands
     */
    record ParameterOperation(Operator operator, Expression expression) {}

    /** Returns the resolved names of the text. They are empty until the text has been analyzed with them. */
    Bindings bindings() {
        return bindings;
    }

    /**
     * Sets the place of the name of the table that the statement changes. A relation or column at this place is
     * changed, not read.
     */
    void setTargetSpan(Span nameSpan) {
        targetSpan = nameSpan;
    }

    /**
     * Collects the uses of parameters from the bindings of the text, even if the server would refuse the text. Must be
     * called once, after the analysis.
     */
    void collectUses() {
        bindings.visit(this);
    }

    @Override
    public void visitQuery(Query query) {
        if (query.limit() != null) {
            findParameter(query.limit().count()).ifPresent(rowCountParameters::add);
            if (query.limit().offset() != null) {
                findParameter(query.limit().offset()).ifPresent(rowCountParameters::add);
            }
        }
    }

    @Override
    public void visitSelect(Query.Select select) {
        if (select.where() != null && bindings.findExpressionType(select.where()) != null) {
            findParameter(select.where()).ifPresent(conditionParameters::add);
        }
        for (Query.SelectItem item : select.items()) {
            if (item instanceof Query.SelectItem.Star star
                    && !bindings.columns(star).isEmpty()) {
                stars.add(star);
                bindings.columns(star).forEach(this::addUsedColumn);
            }
        }
    }

    @Override
    public void visitRelation(Relation relation) {
        if (relation instanceof Relation.Join join) {
            join.using().forEach(column -> bindings.columns(column).forEach(this::addUsedColumn));
        }
        BoundRelation boundRelation = bindings.findBoundRelation(relation);
        if (boundRelation != null && boundRelation.source() != null) {
            if (!isTarget(relation.span())) {
                usedColumnNamesBySource.computeIfAbsent(boundRelation.source(), ignored -> new LinkedHashSet<>());
            }
            spanBySource.putIfAbsent(boundRelation.source(), relation.span());
        }
    }

    @Override
    public void visitExpression(Expression expression) {
        Bindings.BoundArgument argument = bindings.findArgument(expression);
        if (argument != null) {
            findParameter(expression)
                    .ifPresent(parameter ->
                            arguments.add(new ParameterArgument(parameter, argument.call(), argument.type())));
        }
        Column column = bindings.findAssignedColumn(expression);
        if (column != null) {
            findParameter(expression).ifPresent(parameter -> assignments.add(new AssignedParameter(parameter, column)));
        }
        boolean isTyped = bindings.findExpressionType(expression) != null;
        if (isTyped || requiresCommonType(expression)) {
            addComparisons(expression);
        }
        if (!isTyped) {
            return;
        }
        if (expression instanceof Expression.Reference reference) {
            RelationField field = bindings.findColumn(reference);
            if (field != null && !isTarget(reference.span())) {
                addUsedColumn(field);
            }
        } else if (expression instanceof Expression.Binary binary) {
            addOperands(binary);
        } else if (expression instanceof Expression.Unary unary) {
            addOperand(unary.operator(), unary.operand(), unary);
        } else if (expression instanceof Expression.IsNull nullTest) {
            findParameter(nullTest.value()).ifPresent(parameter -> nullTestedPaths.add(parameter.path()));
        } else if (expression instanceof Expression.Like likePredicate) {
            likePatterns.add(likePredicate.pattern());
        } else if (expression instanceof Expression.In inPredicate) {
            inPredicates.add(inPredicate);
        }
    }

    private boolean isTarget(Span nameSpan) {
        return targetSpan != null && nameSpan.offset() == targetSpan.offset();
    }

    private void addUsedColumn(RelationField field) {
        for (UsedColumn usedColumn : field.origins()) {
            Source source = usedColumn.sourceUsage().source();
            usedColumnNamesBySource
                    .computeIfAbsent(source, ignored -> new LinkedHashSet<>())
                    .add(source.columns().get(usedColumn.columnIndex()).name());
        }
    }

    private void addOperands(Expression.Binary binary) {
        if (binary.operator() == Operator.NULL_SAFE_EQUAL) {
            findParameter(binary.left()).ifPresent(nullSafeParameters::add);
            findParameter(binary.right()).ifPresent(nullSafeParameters::add);
        }
        if (!binary.isIntervalArithmetic()) {
            addOperand(binary.operator(), binary.left(), binary);
            addOperand(binary.operator(), binary.right(), binary);
        }
        if (TextConcatenation.mayBeConcatenation(binary)) {
            for (Expression operand : binary.children()) {
                if (operand instanceof Expression.Binary innerOperation
                        && innerOperation.operator() == binary.operator()) {
                    enclosingOperationByOperation.put(innerOperation, binary);
                }
            }
        }
    }

    private void addOperand(Operator operator, Expression operand, Expression wholeExpression) {
        findParameter(operand)
                .ifPresent(parameter -> operationByParameter.put(
                        parameter, new ParameterOperation(operator.canonicalOperator(), wholeExpression)));
    }

    /**
     * Returns whether an expression converts the compared values to a common type. Without a common type, the server
     * refuses the expression, which then has no type, but its comparisons still explain the refusal.
     */
    private static boolean requiresCommonType(Expression expression) {
        return expression instanceof Expression.Between
                || expression instanceof Expression.In
                || expression instanceof Expression.InSubquery;
    }

    /** Adds the pairs of values that an expression compares. */
    private void addComparisons(Expression expression) {
        if (expression instanceof Expression.Binary binary && binary.operator().isComparison()) {
            addComparisons(binary.left(), binary.right());
        } else if (expression instanceof Expression.Between between) {
            addComparisons(between.value(), between.lowerBound());
            addComparisons(between.value(), between.upperBound());
        } else if (expression instanceof Expression.In inPredicate) {
            inPredicate.candidates().forEach(candidate -> addComparisons(inPredicate.value(), candidate));
        } else if (expression instanceof Expression.InSubquery inPredicate) {
            addComparisons(inPredicate.value(), unwrapSingleValue(inPredicate));
        } else if (expression instanceof Expression.Case caseExpression && caseExpression.operand() != null) {
            caseExpression.branches().forEach(branch -> addComparisons(caseExpression.operand(), branch.condition()));
        }
    }

    private void addComparisons(Expression left, Expression right) {
        if (bindings.findExpressionType(left) != null && bindings.findExpressionType(right) != null) {
            findParameter(left).ifPresent(parameter -> comparisons.add(new ParameterComparison(parameter, right)));
            findParameter(right).ifPresent(parameter -> comparisons.add(new ParameterComparison(parameter, left)));
        }
    }

    /**
     * Returns the only item of a subquery that reads no table, as in {@code city IN (SELECT :city)}; otherwise the
     * expression itself.
     */
    private static Expression unwrapSingleValue(Expression.InSubquery inPredicate) {
        return inPredicate.query().body() instanceof Query.Select select
                        && select.from().isEmpty()
                        && select.items().size() == 1
                        && select.items().get(0) instanceof Query.SelectItem.Value item
                ? item.value()
                : inPredicate;
    }

    /** Returns the parameter for which an expression stands; empty for any other expression. */
    Optional<SqlTemplate.Parameter> findParameter(Expression expression) {
        return renderedTemplate.findParameter(expression.unwrap().span());
    }

    /**
     * Returns the tables and views that the text names and reads, each with the columns that it reads; no columns if
     * the text only counts the rows.
     */
    Map<Source, Set<String>> findUsedColumnNamesBySource() {
        Map<Source, Set<String>> columnNamesByNamedSource = new LinkedHashMap<>();
        spanBySource.keySet().stream()
                .filter(usedColumnNamesBySource::containsKey)
                .forEach(source -> columnNamesByNamedSource.put(source, usedColumnNamesBySource.get(source)));
        return columnNamesByNamedSource;
    }

    /** Returns the place at which the text first names a table or view; no place if the text does not name it. */
    Span firstSpan(Source source) {
        return spanBySource.getOrDefault(source, Span.NONE);
    }

    /** Returns the columns of the tables and views that the text names, for suggestions. */
    Set<String> columnNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Source source : spanBySource.keySet()) {
            source.columns().stream().filter(Source.Column::isVisible).forEach(column -> names.add(column.name()));
        }
        return names;
    }

    List<Query.SelectItem.Star> stars() {
        return stars;
    }

    /** Returns the IN predicates whose list is one parameter with several values. */
    Map<SqlTemplate.Parameter, Expression.In> inPredicateByParameter() {
        Map<SqlTemplate.Parameter, Expression.In> inPredicateByParameter = new LinkedHashMap<>();
        for (Expression.In inPredicate : inPredicates) {
            if (inPredicate.candidates().size() == 1) {
                renderedTemplate
                        .findParameter(inPredicate.candidates().get(0).span())
                        .filter(parameter -> parameters.requireUse(parameter).container() != null)
                        .ifPresent(parameter -> inPredicateByParameter.put(parameter, inPredicate));
            }
        }
        return inPredicateByParameter;
    }

    /** Returns the parameters of LIMIT and OFFSET. */
    Set<SqlTemplate.Parameter> rowCountParameters() {
        return rowCountParameters;
    }

    /** Returns the types of the columns in which parameters are stored. */
    Map<SqlTemplate.Parameter, Type> storedTypeByParameter() {
        Map<SqlTemplate.Parameter, Type> typeByParameter = new HashMap<>();
        assignments.forEach(assignment ->
                typeByParameter.put(assignment.parameter(), assignment.column().type()));
        return typeByParameter;
    }

    /**
     * Returns the dates and times that need no CAST, because the server compares them with values of their own type.
     */
    Set<SqlTemplate.Parameter> uncastParameters() {
        Set<SqlTemplate.Parameter> uncastParameters = new LinkedHashSet<>();
        for (ParameterComparison comparison : comparisons) {
            JavaType javaType = parameters.requireUse(comparison.parameter()).type();
            boolean isTime = javaType == Simple.LOCAL_DATE || javaType == Simple.LOCAL_DATE_TIME;
            Type type = bindings.findValueType(comparison.otherOperand());
            if (isTime && type != null && new JavaTypeFit(javaType).canHold(type)) {
                uncastParameters.add(comparison.parameter());
            }
        }
        return uncastParameters;
    }

    RenderedTemplate renderedTemplate() {
        return renderedTemplate;
    }

    List<ParameterComparison> comparisons() {
        return comparisons;
    }

    List<ParameterArgument> arguments() {
        return arguments;
    }

    List<AssignedParameter> assignments() {
        return assignments;
    }

    /** Returns the operators that have parameters as operands. */
    Map<SqlTemplate.Parameter, ParameterOperation> operationByParameter() {
        return operationByParameter;
    }

    /** Returns the parameters that are the whole condition of a WHERE. */
    Set<SqlTemplate.Parameter> conditionParameters() {
        return conditionParameters;
    }

    /** Returns the patterns of LIKE. */
    List<Expression> likePatterns() {
        return likePatterns;
    }

    /** Returns whether the text compares a parameter by {@code <=>}, for which NULL is a value. */
    boolean isComparedNullSafely(SqlTemplate.Parameter parameter) {
        return nullSafeParameters.contains(parameter);
    }

    /** Returns whether the text tests a parameter for NULL. */
    boolean isTestedForNull(SqlTemplate.Parameter parameter) {
        return nullTestedPaths.contains(parameter.path());
    }

    /** Returns the outermost of the nested operators {@code ||} or {@code +} that an operation is part of. */
    Expression wholeConcatenation(Expression operation) {
        Expression wholeExpression = operation;
        for (Expression enclosingOperation = enclosingOperationByOperation.get(wholeExpression);
                enclosingOperation != null;
                enclosingOperation = enclosingOperationByOperation.get(wholeExpression)) {
            wholeExpression = enclosingOperation;
        }
        return wholeExpression;
    }
}
