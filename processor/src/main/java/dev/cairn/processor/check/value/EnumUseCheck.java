package dev.cairn.processor.check.value;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Column;
import dev.cairn.engine.advice.ValuePropagation;
import dev.cairn.engine.advice.ValuePropagation.PropagatedValue;
import dev.cairn.processor.model.FindingCode;
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
 * Reports texts and parameters that are not constants of an enum, but that a statement compares with a column of this enum or
 * stores in one.
 */
public final class EnumUseCheck implements Query.QueryVisitor {
    private static final Set<Operator> EQUALITIES = Set.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.EQUAL_FOR_NULL);

    private final Bindings bindings;
    private final EnumColumns columns;
    private final CheckedText text;

    /** The SELECT of each item. */
    private final IdentityHashMap<Expression, Query.Select> items = new IdentityHashMap<>();

    public EnumUseCheck(Bindings bindings, EnumColumns columns, CheckedText text) {
        this.bindings = bindings;
        this.columns = columns;
        this.text = text;
    }

    /** The statement that is checked. */
    public interface CheckedText {
        /** Returns the type of the parameter for which an expression stands; null if the statement contains the expression. */
        default @Nullable JavaType parameterType(Expression expression) {
            return null;
        }

        /** Returns the enum of a column of the table that the statement changes, or null. */
        default @Nullable Enumeration storedEnum(Column column) {
            return null;
        }

        /** Returns the text of the statement at a span. */
        String sourceText(Span span);

        void addFinding(Span span, FindingCode code, Object... arguments);
    }

    public void check() {
        bindings.visit(this);
    }

    @Override
    public void visitSelect(Query.Select select) {
        for (Query.SelectItem item : select.items()) {
            if (item instanceof Query.SelectItem.Value value) {
                items.put(value.value(), select);
            }
        }
    }

    @Override
    public void visitExpression(Expression expression) {
        Column stored = bindings.assignedColumn(expression);
        if (stored != null) {
            checkStoredValue("'" + stored.name() + "'", text.storedEnum(stored), expression);
        }
        if (expression instanceof Expression.Binary binary
                && EQUALITIES.contains(binary.operator().canonicalOperator())) {
            checkComparison(binary.left(), binary.right());
            checkComparison(binary.right(), binary.left());
            checkJoin(binary.left(), binary.right());
        } else if (expression instanceof Expression.In in) {
            in.candidates().forEach(candidate -> checkComparison(in.value(), candidate));
        } else if (expression instanceof Expression.Case choice && choice.operand() != null) {
            choice.branches().forEach(branch -> checkComparison(choice.operand(), branch.condition()));
        }
    }

    private void checkStoredValue(String column, @Nullable Enumeration type, Expression value) {
        if (type == null) {
            return;
        }
        Query.Select select = items.get(value);
        ValuePropagation values = new ValuePropagation(bindings);
        for (PropagatedValue part :
                select == null ? values.findPropagatedValues(value) : values.findPropagatedValues(value, select)) {
            checkValue(column, type, part);
            for (PossibleConstants possible : PossibleConstants.of(columns, List.of(part))) {
                if (possible.type() != null) {
                    reportOtherEnum(column, type, value.span(), possible.type(), possible.missingFrom(type));
                }
            }
        }
    }

    /** Checks the value that is compared with a column, if it is a single one: of several, some may never be equal. */
    private void checkComparison(Expression column, Expression value) {
        Enumeration type = findOnlyEnum(column);
        List<PropagatedValue> parts = new ValuePropagation(bindings).findPropagatedValues(value);
        if (type != null && parts.size() == 1) {
            checkValue(columnName(column), type, parts.get(0));
        }
    }

    /** Checks two columns whose enums have no constant in common. */
    private void checkJoin(Expression left, Expression right) {
        Enumeration type = findOnlyEnum(left);
        Enumeration other = findOnlyEnum(right);
        if (type != null && other != null && type.missingFrom(other).equals(other.constants())) {
            reportOtherEnum(columnName(left), type, right.span(), other, other.constants());
        }
    }

    /** Returns the enum of the only column whose values an expression has; null if there is none. */
    private @Nullable Enumeration findOnlyEnum(Expression expression) {
        List<PropagatedValue> parts = new ValuePropagation(bindings).findPropagatedValues(expression);
        return parts.size() == 1 ? columns.find(parts.get(0).columns()) : null;
    }

    private String columnName(Expression column) {
        return "'" + text.sourceText(column.span()) + "'";
    }

    private void checkValue(String column, Enumeration type, PropagatedValue part) {
        Expression value = part.expression();
        JavaType parameter = value == null ? null : text.parameterType(value);
        if (value != null && parameter instanceof Enumeration other) {
            reportOtherEnum(column, type, value.span(), other, type.missingFrom(other));
        } else if (parameter == null
                && value instanceof Expression.Text literal
                && !type.constants().contains(literal.value())) {
            text.addFinding(
                    literal.span(),
                    FindingCode.UNKNOWN_CONSTANT,
                    literal.value(),
                    type.text(),
                    column,
                    Suggestion.ending(literal.value(), type.constants()));
        }
    }

    private void reportOtherEnum(String column, Enumeration type, Span span, Enumeration other, List<String> missing) {
        if (!missing.isEmpty()) {
            text.addFinding(
                    span,
                    FindingCode.OTHER_ENUM,
                    "'" + text.sourceText(span) + "'",
                    other.text(),
                    column,
                    type.text(),
                    String.join(", ", missing));
        }
    }
}
