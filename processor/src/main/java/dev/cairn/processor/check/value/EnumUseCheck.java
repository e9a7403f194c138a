package dev.cairn.processor.check.value;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Column;
import dev.cairn.engine.advice.ValuePropagation;
import dev.cairn.engine.advice.ValuePropagation.PropagatedValue;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Enumeration;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports texts and parameters that are not constants of an enum, but that a statement compares with a column of this
 * enum or stores in such a column.
 */
public final class EnumUseCheck implements Query.QueryVisitor {
    private static final Set<Operator> EQUALITY_OPERATORS =
            Set.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.NULL_SAFE_EQUAL);

    private final Bindings bindings;
    private final EnumColumns enumColumns;
    private final CheckContext checkContext;
    private final IdentityHashMap<Expression, Query.Select> selectByExpression = new IdentityHashMap<>();

    public EnumUseCheck(Bindings bindings, EnumColumns enumColumns, CheckContext checkContext) {
        this.bindings = bindings;
        this.enumColumns = enumColumns;
        this.checkContext = checkContext;
    }

    /** The checked statement, and the receiver of the findings about it. */
    public interface CheckContext {
        /**
         * Returns the type of the parameter for which an expression stands; null if the expression does not stand for a
         * parameter.
         */
        default @Nullable JavaType findParameterType(Expression expression) {
            return null;
        }

        /** Returns the enum of a column of the table that the statement changes; null for any other column. */
        default @Nullable Enumeration findTargetEnum(Column column) {
            return null;
        }

        /** Returns the text of the statement at a span. */
        String sourceText(Span span);

        /** Adds a finding about the part of the statement at a span. */
        void addFinding(Span span, CompileRule rule, Object... arguments);
    }

    /** Adds the findings about all expressions that the bindings contain. */
    public void check() {
        bindings.visit(this);
    }

    @Override
    public void visitSelect(Query.Select select) {
        for (Query.SelectItem item : select.items()) {
            if (item instanceof Query.SelectItem.Value valueItem) {
                selectByExpression.put(valueItem.value(), select);
            }
        }
    }

    @Override
    public void visitExpression(Expression expression) {
        Column assignedColumn = bindings.findAssignedColumn(expression);
        if (assignedColumn != null) {
            checkStoredValue(
                    "'" + assignedColumn.name() + "'", checkContext.findTargetEnum(assignedColumn), expression);
        }
        if (expression instanceof Expression.Binary binary
                && EQUALITY_OPERATORS.contains(binary.operator().canonicalOperator())) {
            checkComparison(binary.left(), binary.right());
            checkComparison(binary.right(), binary.left());
            checkColumnComparison(binary.left(), binary.right());
        } else if (expression instanceof Expression.In inPredicate) {
            inPredicate.candidates().forEach(candidate -> checkComparison(inPredicate.value(), candidate));
        } else if (expression instanceof Expression.Case caseExpression && caseExpression.operand() != null) {
            caseExpression.branches().forEach(branch -> checkComparison(caseExpression.operand(), branch.condition()));
        }
    }

    private void checkStoredValue(String quotedColumn, @Nullable Enumeration columnEnum, Expression value) {
        if (columnEnum == null) {
            return;
        }
        Query.Select select = selectByExpression.get(value);
        ValuePropagation propagation = new ValuePropagation(bindings);
        for (PropagatedValue propagatedValue : select == null
                ? propagation.findPropagatedValues(value)
                : propagation.findPropagatedValues(value, select)) {
            checkValue(quotedColumn, columnEnum, propagatedValue);
            for (PossibleConstants possibleConstants : PossibleConstants.of(enumColumns, List.of(propagatedValue))) {
                if (possibleConstants.sourceEnum() != null) {
                    reportMissingConstants(
                            quotedColumn,
                            columnEnum,
                            value.span(),
                            possibleConstants.sourceEnum(),
                            columnEnum.findUnknownConstants(possibleConstants.constants()));
                }
            }
        }
    }

    /**
     * Checks a value that a statement compares with a column of an enum. A value with several possible origins, such as
     * the branches of a CASE, is not checked: the comparison makes sense even if not all of them are constants of the
     * enum.
     */
    private void checkComparison(Expression columnExpression, Expression value) {
        Enumeration columnEnum = findSingleEnum(columnExpression);
        List<PropagatedValue> propagatedValues = new ValuePropagation(bindings).findPropagatedValues(value);
        if (columnEnum != null && propagatedValues.size() == 1) {
            checkValue(quoteSourceText(columnExpression), columnEnum, propagatedValues.get(0));
        }
    }

    /** Reports a comparison of two columns whose enums have no constant in common. */
    private void checkColumnComparison(Expression left, Expression right) {
        Enumeration leftEnum = findSingleEnum(left);
        Enumeration rightEnum = findSingleEnum(right);
        if (leftEnum != null
                && rightEnum != null
                && leftEnum.findUnknownConstants(rightEnum.constants()).equals(rightEnum.constants())) {
            reportMissingConstants(quoteSourceText(left), leftEnum, right.span(), rightEnum, rightEnum.constants());
        }
    }

    /**
     * Returns the enum of the column from which all values of an expression come; null if they have several origins, or
     * if the column has no enum.
     */
    private @Nullable Enumeration findSingleEnum(Expression expression) {
        List<PropagatedValue> propagatedValues = new ValuePropagation(bindings).findPropagatedValues(expression);
        return propagatedValues.size() == 1
                ? enumColumns.find(propagatedValues.get(0).origins())
                : null;
    }

    private String quoteSourceText(Expression expression) {
        return "'" + checkContext.sourceText(expression.span()) + "'";
    }

    private void checkValue(String quotedColumn, Enumeration columnEnum, PropagatedValue propagatedValue) {
        Expression value = propagatedValue.expression();
        JavaType parameterType = value == null ? null : checkContext.findParameterType(value);
        if (value != null && parameterType instanceof Enumeration parameterEnum) {
            reportMissingConstants(
                    quotedColumn,
                    columnEnum,
                    value.span(),
                    parameterEnum,
                    columnEnum.findUnknownConstants(parameterEnum.constants()));
        } else if (parameterType == null
                && value instanceof Expression.StringLiteral literal
                && !columnEnum.constants().contains(literal.value())) {
            reportUnknownConstant(quotedColumn, columnEnum, literal.span(), literal.value());
        }
    }

    /** Reports a text that is not a constant of the enum of a column. */
    void reportUnknownConstant(String quotedColumn, Enumeration columnEnum, Span span, String constant) {
        checkContext.addFinding(
                span,
                CompileRule.UNKNOWN_CONSTANT,
                constant,
                columnEnum.text(),
                quotedColumn,
                Suggestion.renderSuffix(constant, columnEnum.constants()));
    }

    /** Reports the constants of another enum that the enum of a column does not have, if there are any. */
    void reportMissingConstants(
            String quotedColumn,
            Enumeration columnEnum,
            Span span,
            Enumeration otherEnum,
            List<String> missingConstants) {
        if (!missingConstants.isEmpty()) {
            checkContext.addFinding(
                    span,
                    CompileRule.OTHER_ENUM,
                    "'" + checkContext.sourceText(span) + "'",
                    otherEnum.text(),
                    quotedColumn,
                    columnEnum.text(),
                    String.join(", ", missingConstants));
        }
    }
}
