package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationField.UsedColumn;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.catalog.Column;
import dev.cairn.engine.advice.NumericDateArithmetic;
import dev.cairn.engine.advice.TextConcatenation;
import dev.cairn.engine.row.NullAssignment;
import dev.cairn.migration.ChainRule;
import dev.cairn.processor.check.CheckedTable;
import dev.cairn.processor.check.JavaTypeFit;
import dev.cairn.processor.check.query.StatementParameters.ParameterUse;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Determines where the text of a statement uses its parameters, from the bindings of the text, and checks their types.
 * A parameter has no type of its own in SQL: the expression around it decides which Java types fit, and whether the
 * statement needs a CAST.
 */
final class ParameterContexts implements Query.QueryVisitor {
    private final RenderedTemplate renderedText;
    private final StatementParameters parameters;
    private final List<ParameterComparison> comparisons = new ArrayList<>();
    private final List<ParameterArgument> arguments = new ArrayList<>();
    private final List<AssignedParameter> assignments = new ArrayList<>();
    private final List<Expression> patterns = new ArrayList<>();
    private final Set<SqlTemplate.Parameter> conditions = new LinkedHashSet<>();
    private final Map<SqlTemplate.Parameter, ParameterOperand> operands = new LinkedHashMap<>();
    /**
     * The operators {@code ||} and {@code +} that are operands of another such operator, each with this enclosing one.
     */
    private final IdentityHashMap<Expression, Expression> enclosingJoins = new IdentityHashMap<>();

    private final Set<SqlTemplate.Parameter> nullSafeParameters = new HashSet<>();
    private final Set<String> nullTestedPaths = new HashSet<>();
    private final Set<SqlTemplate.Parameter> rowCounts = new HashSet<>();
    private final List<Query.SelectItem.Star> stars = new ArrayList<>();
    private final List<Expression.In> memberships = new ArrayList<>();
    private final Map<Source, Set<String>> readColumns = new HashMap<>();
    /** The tables and views that the text names, each with the place of its first name. */
    private final Map<Source, Span> sourceSpans = new LinkedHashMap<>();

    private final Bindings bindings = new Bindings();
    private @Nullable Span targetSpan;

    ParameterContexts(RenderedTemplate renderedText, StatementParameters parameters) {
        this.renderedText = renderedText;
        this.parameters = parameters;
    }

    private record ParameterComparison(SqlTemplate.Parameter parameter, Expression otherOperand) {}

    private record ParameterArgument(SqlTemplate.Parameter parameter, Expression.Call call, Type type) {}

    private record AssignedParameter(SqlTemplate.Parameter parameter, Column column) {}

    /** @param expression the operator with all its operands */
    private record ParameterOperand(Operator operator, Expression expression) {}

    /** Returns the resolved names of the text, which its analysis fills. */
    Bindings bindings() {
        return bindings;
    }

    /**
     * Sets the place of the name of the table that the statement changes. The text does not read columns at this place.
     */
    void setTarget(Span name) {
        targetSpan = name;
    }

    /** Collects the uses of parameters from the bindings of the text, even if the server would refuse it. */
    void readBindings() {
        bindings.visit(this);
    }

    @Override
    public void visitQuery(Query query) {
        if (query.limit() != null) {
            findParameter(query.limit().count()).ifPresent(rowCounts::add);
            if (query.limit().offset() != null) {
                findParameter(query.limit().offset()).ifPresent(rowCounts::add);
            }
        }
    }

    @Override
    public void visitSelect(Query.Select select) {
        if (select.where() != null && bindings.expressionTypeOf(select.where()) != null) {
            findParameter(select.where()).ifPresent(conditions::add);
        }
        for (Query.SelectItem item : select.items()) {
            if (item instanceof Query.SelectItem.Star star
                    && !bindings.columns(star).isEmpty()) {
                stars.add(star);
                bindings.columns(star).forEach(this::addReadColumn);
            }
        }
    }

    @Override
    public void visitRelation(Relation relation) {
        if (relation instanceof Relation.Join join) {
            join.using().forEach(column -> bindings.columns(column).forEach(this::addReadColumn));
        }
        BoundRelation boundRelation = bindings.relation(relation);
        if (boundRelation != null && boundRelation.source() != null) {
            if (!isTarget(relation.span())) {
                readColumns.computeIfAbsent(boundRelation.source(), ignored -> new LinkedHashSet<>());
            }
            sourceSpans.putIfAbsent(boundRelation.source(), relation.span());
        }
    }

    @Override
    public void visitExpression(Expression expression) {
        Bindings.BoundArgument argument = bindings.argumentOf(expression);
        if (argument != null) {
            findParameter(expression)
                    .ifPresent(parameter ->
                            arguments.add(new ParameterArgument(parameter, argument.call(), argument.type())));
        }
        Column column = bindings.assignedColumn(expression);
        if (column != null) {
            findParameter(expression).ifPresent(parameter -> assignments.add(new AssignedParameter(parameter, column)));
        }
        boolean isTyped = bindings.expressionTypeOf(expression) != null;
        if (isTyped || isComparison(expression)) {
            addComparisons(expression);
        }
        if (!isTyped) {
            return;
        }
        if (expression instanceof Expression.Reference reference) {
            RelationField field = bindings.column(reference);
            if (field != null && !isTarget(reference.span())) {
                addReadColumn(field);
            }
        } else if (expression instanceof Expression.Binary binary) {
            addOperands(binary);
        } else if (expression instanceof Expression.Unary unary) {
            addOperand(unary.operator(), unary.operand(), unary);
        } else if (expression instanceof Expression.IsNull test) {
            findParameter(test.value()).ifPresent(parameter -> nullTestedPaths.add(parameter.path()));
        } else if (expression instanceof Expression.Like likePredicate) {
            patterns.add(likePredicate.pattern());
        } else if (expression instanceof Expression.In inPredicate) {
            memberships.add(inPredicate);
        }
    }

    private boolean isTarget(Span name) {
        return targetSpan != null && name.offset() == targetSpan.offset();
    }

    private void addReadColumn(RelationField field) {
        for (UsedColumn usedColumn : field.origins()) {
            Source source = usedColumn.usage().source();
            readColumns
                    .computeIfAbsent(source, ignored -> new LinkedHashSet<>())
                    .add(source.columns().get(usedColumn.columnIndex()).name());
        }
    }

    private void addOperands(Expression.Binary binary) {
        if (binary.operator() == Operator.EQUAL_FOR_NULL) {
            findParameter(binary.left()).ifPresent(nullSafeParameters::add);
            findParameter(binary.right()).ifPresent(nullSafeParameters::add);
        }
        if (!binary.shiftsByInterval()) {
            addOperand(binary.operator(), binary.left(), binary);
            addOperand(binary.operator(), binary.right(), binary);
        }
        if (TextConcatenation.mayBeConcatenation(binary)) {
            for (Expression operand : binary.children()) {
                if (operand instanceof Expression.Binary inner && inner.operator() == binary.operator()) {
                    enclosingJoins.put(inner, binary);
                }
            }
        }
    }

    private void addOperand(Operator operator, Expression operand, Expression wholeExpression) {
        findParameter(operand)
                .ifPresent(parameter ->
                        operands.put(parameter, new ParameterOperand(operator.canonicalOperator(), wholeExpression)));
    }

    /** Returns whether an expression compares values in a common type. Without such a type, the server refuses it. */
    private static boolean isComparison(Expression expression) {
        return expression instanceof Expression.Between
                || expression instanceof Expression.In
                || expression instanceof Expression.InQuery;
    }

    /** Adds the pairs of values that an expression compares. */
    private void addComparisons(Expression expression) {
        if (expression instanceof Expression.Binary binary && ComparisonTypes.isComparison(binary.operator())) {
            addComparisons(binary.left(), binary.right());
        } else if (expression instanceof Expression.Between between) {
            addComparisons(between.value(), between.lowerBound());
            addComparisons(between.value(), between.upperBound());
        } else if (expression instanceof Expression.In inPredicate) {
            inPredicate.candidates().forEach(candidate -> addComparisons(inPredicate.value(), candidate));
        } else if (expression instanceof Expression.InQuery inPredicate) {
            addComparisons(inPredicate.value(), unwrapSingleValue(inPredicate));
        } else if (expression instanceof Expression.Case caseExpression && caseExpression.operand() != null) {
            caseExpression.branches().forEach(branch -> addComparisons(caseExpression.operand(), branch.condition()));
        }
    }

    private void addComparisons(Expression left, Expression right) {
        if (bindings.expressionTypeOf(left) != null && bindings.expressionTypeOf(right) != null) {
            findParameter(left).ifPresent(parameter -> comparisons.add(new ParameterComparison(parameter, right)));
            findParameter(right).ifPresent(parameter -> comparisons.add(new ParameterComparison(parameter, left)));
        }
    }

    /**
     * Returns the only item of a subquery that reads no table, as in {@code city IN (SELECT :city)}; otherwise the
     * expression itself.
     */
    private static Expression unwrapSingleValue(Expression.InQuery inPredicate) {
        return inPredicate.query().body() instanceof Query.Select select
                        && select.from().isEmpty()
                        && select.items().size() == 1
                        && select.items().get(0) instanceof Query.SelectItem.Value item
                ? item.value()
                : inPredicate;
    }

    private Optional<SqlTemplate.Parameter> findParameter(Expression expression) {
        return renderedText.findParameter(expression.unwrap().span());
    }

    /** Returns the tables and views that the text names, each with the columns that it reads. */
    Map<Source, Set<String>> readColumns() {
        Map<Source, Set<String>> namedSources = new LinkedHashMap<>();
        sourceSpans.keySet().stream()
                .filter(readColumns::containsKey)
                .forEach(source -> namedSources.put(source, readColumns.get(source)));
        return namedSources;
    }

    /** Returns the place at which the text first names a table or view. */
    Span spanOf(Source source) {
        return sourceSpans.getOrDefault(source, Span.NONE);
    }

    /** Returns the columns of the tables and views that the text names, for suggestions. */
    Set<String> columnNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Source source : sourceSpans.keySet()) {
            source.columns().stream().filter(Source.Column::isVisible).forEach(column -> names.add(column.name()));
        }
        return names;
    }

    List<Query.SelectItem.Star> stars() {
        return stars;
    }

    /** Returns the IN predicates whose list is one parameter with several values. */
    Map<SqlTemplate.Parameter, Expression.In> memberships() {
        Map<SqlTemplate.Parameter, Expression.In> membershipsByParameter = new LinkedHashMap<>();
        for (Expression.In inPredicate : memberships) {
            if (inPredicate.candidates().size() == 1) {
                renderedText
                        .findParameter(inPredicate.candidates().get(0).span())
                        .filter(parameter -> parameters.useOf(parameter).container() != null)
                        .ifPresent(parameter -> membershipsByParameter.put(parameter, inPredicate));
            }
        }
        return membershipsByParameter;
    }

    /** Returns the parameters of LIMIT and OFFSET. */
    Set<SqlTemplate.Parameter> rowCounts() {
        return rowCounts;
    }

    /** Returns the types of the columns in which parameters are stored. */
    Map<SqlTemplate.Parameter, Type> storedTypes() {
        Map<SqlTemplate.Parameter, Type> typesByParameter = new HashMap<>();
        assignments.forEach(assignment ->
                typesByParameter.put(assignment.parameter(), assignment.column().type()));
        return typesByParameter;
    }

    /** Returns the parameters that need no CAST, because the server compares them with values of their own type. */
    Set<SqlTemplate.Parameter> bareParameters() {
        Set<SqlTemplate.Parameter> bareParameters = new LinkedHashSet<>();
        for (ParameterComparison comparison : comparisons) {
            JavaType javaType = parameters.useOf(comparison.parameter()).type();
            boolean isTime = javaType == Simple.LOCAL_DATE || javaType == Simple.LOCAL_DATE_TIME;
            Type type = bindings.valueTypeOf(comparison.otherOperand());
            if (isTime && type != null && new JavaTypeFit(javaType).canHold(type)) {
                bareParameters.add(comparison.parameter());
            }
        }
        return bareParameters;
    }

    /** Reports parameters of wrong types, and NULL in columns that are NOT NULL; returns whether there are any. */
    boolean reportMismatches(StatementFindings findings) {
        int previousCount = findings.findings().toList().size();
        comparisons.forEach(comparison -> checkComparison(comparison, findings));
        arguments.forEach(argument -> checkArgument(argument, findings));
        assignments.forEach(assignment -> checkAssignment(assignment, findings));
        checkNulls(findings);
        operands.forEach((parameter, operand) -> checkOperand(parameter, operand, findings));
        for (SqlTemplate.Parameter condition : conditions) {
            if (!parameters.useOf(condition).form().isBoolean()) {
                reportMismatch(condition, "WHERE takes a condition", "boolean", findings);
            }
        }
        patterns.forEach(pattern -> findParameter(pattern).ifPresent(parameter -> checkPattern(parameter, findings)));
        return findings.findings().toList().size() > previousCount;
    }

    private void checkNulls(StatementFindings findings) {
        for (NullAssignment storedNull : NullAssignment.findAll(bindings)) {
            if (findParameter(storedNull.value()).isEmpty()) {
                findings.addAt(
                        renderedText.findOriginSpan(storedNull.value().span()),
                        new Finding(
                                ChainRule.NULL_ASSIGNMENT,
                                parameters.method().sqlPlace(),
                                ChainRule.NULL_ASSIGNMENT.formatMessage(
                                        storedNull.column().name())));
            }
        }
    }

    private void checkComparison(ParameterComparison comparison, StatementFindings findings) {
        SqlTemplate.Parameter parameter = comparison.parameter();
        ParameterUse parameterUse = parameters.useOf(parameter);
        Type type = bindings.valueTypeOf(comparison.otherOperand());
        if (type == null || findParameter(comparison.otherOperand()).isPresent() || isNull(type)) {
            return;
        }
        if (!parameterUse.form().isComparableWith(type)) {
            String problem = "it is compared with " + sourceText(comparison.otherOperand()) + ", which is "
                    + StatementParameters.withArticle(CheckedTable.formatType(type));
            String membership = suggestMembership(comparison, type);
            if (membership.isEmpty()) {
                reportMismatch(parameter, problem, JavaTypeFit.suggestPlainType(type), findings);
            } else {
                reportMismatchWithRemedy(
                        parameter,
                        problem,
                        membership + ", or change it to " + JavaTypeFit.suggestPlainType(type),
                        findings);
            }
        } else if (!nullSafeParameters.contains(parameter)) {
            checkNull(parameter, findings);
        }
    }

    /**
     * Returns the remedy for a list that is compared by = or <>, as other tools permit; empty for any other parameter.
     */
    private String suggestMembership(ParameterComparison comparison, Type type) {
        SqlTemplate.Parameter parameter = comparison.parameter();
        ParameterOperand operand = operands.get(parameter);
        Operator operator = operand == null ? null : operand.operator();
        boolean isEquality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        return isEquality
                        && parameters.useOf(parameter).type() instanceof JavaType.JavaListType listType
                        && new ParameterForm(listType.element()).isComparableWith(type)
                ? "write " + (operator == Operator.EQUAL ? "IN (:" : "NOT IN (:") + parameter.path() + ")"
                : "";
    }

    /**
     * Warns about a parameter in a comparison that may be null, unless the statement also tests the parameter for NULL.
     */
    private void checkNull(SqlTemplate.Parameter parameter, StatementFindings findings) {
        if (parameters.mayBeNull(parameter) && !nullTestedPaths.contains(parameter.path())) {
            findings.addAt(parameter.span(), FindingCode.NULL_PARAMETER, parameter.path());
        }
    }

    private void checkPattern(SqlTemplate.Parameter parameter, StatementFindings findings) {
        if (parameters.useOf(parameter).form().isText()) {
            checkNull(parameter, findings);
        } else {
            reportMismatch(parameter, "the pattern of LIKE is a text", "String", findings);
        }
    }

    private void checkOperand(SqlTemplate.Parameter parameter, ParameterOperand operand, StatementFindings findings) {
        ParameterForm form = parameters.useOf(parameter).form();
        String operator = operand.operator().text();
        switch (operand.operator()) {
            case AND, OR, NOT -> {
                if (!form.isBoolean()) {
                    reportOperand(parameter, operand, operator + " takes conditions", "boolean", findings);
                }
            }
            case BIT_OR, BIT_AND, BIT_XOR, BIT_NOT, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_LOGICAL -> {
                if (!form.isInteger()) {
                    reportMismatch(parameter, operator + " takes integers", "int or long", findings);
                }
            }
            case PLUS, MINUS, TIMES, DIVIDE, INT_DIVIDE, MODULO -> {
                if (!form.isNumber()) {
                    reportOperand(parameter, operand, operator + " takes numbers", "long or BigDecimal", findings);
                }
            }
            default -> {}
        }
    }

    /**
     * Reports an operand of a wrong type, and suggests the function that joins texts or calculates with dates if there
     * is one.
     */
    private void reportOperand(
            SqlTemplate.Parameter parameter,
            ParameterOperand operand,
            String problem,
            String suggestedType,
            StatementFindings findings) {
        Optional<String> functionRemedy = findFunctionRemedy(parameter, operand.expression());
        if (functionRemedy.isPresent()) {
            reportMismatchWithRemedy(parameter, problem, functionRemedy.get(), findings);
        } else {
            reportMismatch(parameter, problem, suggestedType, findings);
        }
    }

    private Optional<String> findFunctionRemedy(SqlTemplate.Parameter parameter, Expression operation) {
        Function<Span, String> textOfSpan = span -> parameters.sourceText(renderedText.findOriginSpan(span));
        ParameterUse parameterUse = parameters.useOf(parameter);
        if (parameterUse.container() != null) {
            return Optional.empty();
        }
        if (parameterUse.type() == Simple.LOCAL_DATE || parameterUse.type() == Simple.LOCAL_DATE_TIME) {
            return NumericDateArithmetic.find(operation, bindings, textOfSpan).map(NumericDateArithmetic::remedy);
        }
        Expression wholeExpression = operation;
        for (Expression enclosingJoin = enclosingJoins.get(wholeExpression);
                enclosingJoin != null;
                enclosingJoin = enclosingJoins.get(wholeExpression)) {
            wholeExpression = enclosingJoin;
        }
        return parameterUse.form().isText()
                ? TextConcatenation.find(wholeExpression, bindings, textOfSpan).map(TextConcatenation::remedy)
                : Optional.empty();
    }

    private void checkArgument(ParameterArgument argument, StatementFindings findings) {
        ParameterUse parameterUse = parameters.useOf(argument.parameter());
        if (!parameterUse.form().mayBeArgumentOf(argument.type())) {
            String problem = functionName(argument) + " takes "
                    + StatementParameters.withArticle(CheckedTable.formatType(argument.type())) + " there";
            reportMismatch(argument.parameter(), problem, JavaTypeFit.suggestPlainType(argument.type()), findings);
        }
    }

    private void checkAssignment(AssignedParameter assignment, StatementFindings findings) {
        SqlTemplate.Parameter parameter = assignment.parameter();
        Column column = assignment.column();
        if (!parameters.useOf(parameter).form().mayBeStoredIn(column.type())) {
            String problem = "it is stored in '" + column.name() + "', which is "
                    + StatementParameters.withArticle(CheckedTable.formatType(column.type()));
            reportMismatch(parameter, problem, JavaTypeFit.suggestPlainType(column.type()), findings);
        } else if (parameters.mayBeNull(parameter) && !column.isNullable()) {
            findings.addAt(
                    parameter.span(),
                    FindingCode.NULL_ASSIGNMENT,
                    "':" + parameter.path() + "' may be null, but it is stored in '" + column.name() + "'",
                    "which is NOT NULL; remove @Nullable, or wrap the parameter in coalesce(…)");
        }
    }

    private static boolean isNull(Type type) {
        return type instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.NULL;
    }

    private void reportMismatch(
            SqlTemplate.Parameter parameter, String problem, String suggestedType, StatementFindings findings) {
        boolean isSingleValue = parameters.useOf(parameter).container() == null;
        reportMismatchWithRemedy(
                parameter,
                problem,
                "change it to " + (isSingleValue ? suggestedType : "a collection of " + suggestedType),
                findings);
    }

    private void reportMismatchWithRemedy(
            SqlTemplate.Parameter parameter, String problem, String remedy, StatementFindings findings) {
        findings.addAt(
                parameter.span(),
                FindingCode.PARAMETER_TYPE,
                parameter.path(),
                StatementParameters.withArticle(parameters.useOf(parameter).typeText()),
                problem,
                remedy);
    }

    /** Returns the text of an expression in the statement, in quotes. */
    private String sourceText(Expression expression) {
        Span origin = renderedText.findOriginSpan(expression.span());
        String statementText = parameters.sql();
        return "'"
                + statementText.substring(
                        origin.offset(), Math.min(statementText.length(), origin.offset() + origin.length()))
                + "'";
    }

    /** Returns the function that takes the argument, as the statement spells it; the call may have another name. */
    private String functionName(ParameterArgument argument) {
        String statementText = parameters.sql();
        String precedingText =
                statementText.substring(0, argument.parameter().span().offset()).stripTrailing();
        if (precedingText.toUpperCase(Locale.ROOT).endsWith("INTERVAL")) {
            return "INTERVAL";
        }
        Expression.Call call = argument.call();
        int start = renderedText.findOriginSpan(call.span()).offset();
        int end = statementText.indexOf('(', start);
        return (end < 0
                        ? call.function().lastPart().text()
                        : statementText.substring(start, end).strip()) + "()";
    }
}
