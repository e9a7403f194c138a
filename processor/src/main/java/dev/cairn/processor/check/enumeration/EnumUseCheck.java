package dev.cairn.processor.check.enumeration;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Column;
import dev.cairn.engine.advice.UnchangedColumns;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Enumeration;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds texts and parameters that no column with constants of an enum can hold, and that a query compares with one or stores in one. */
public final class EnumUseCheck implements Query.PartVisitor {
    private static final Set<Operator> EQUALITIES = Set.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.EQUAL_FOR_NULL);

    private final Bindings bindings;
    private final EnumColumns columns;
    private final CheckedText text;

    public EnumUseCheck(Bindings bindings, EnumColumns columns, CheckedText text) {
        this.bindings = bindings;
        this.columns = columns;
        this.text = text;
    }

    /** The statement that is checked. */
    public interface CheckedText {
        /** Returns the type of the parameter that an expression stands for; null for one that is written in the statement. */
        default @Nullable JavaType parameter(Expression expression) {
            return null;
        }

        /** Returns the enum of a column of the table that the statement changes, or null. */
        default @Nullable Enumeration stored(Column column) {
            return null;
        }

        /** Returns the words of a part. */
        String words(Span at);

        void add(Span at, FindingCode code, Object... arguments);
    }

    public void check() {
        bindings.visit(this);
    }

    @Override
    public void expression(Expression expression) {
        Column stored = bindings.assigned(expression);
        if (stored != null) {
            check("'" + stored.name() + "'", text.stored(stored), expression.unwrapped());
        }
        if (expression instanceof Expression.Binary binary
                && EQUALITIES.contains(binary.operator().meaning())) {
            check(binary.left(), binary.right());
            check(binary.right(), binary.left());
        } else if (expression instanceof Expression.In in) {
            in.candidates().forEach(candidate -> check(in.value(), candidate));
        } else if (expression instanceof Expression.Case choice && choice.operand() != null) {
            choice.branches().forEach(branch -> check(choice.operand(), branch.condition()));
        }
    }

    private void check(Expression column, Expression value) {
        Enumeration type = columns.find(new UnchangedColumns(bindings).of(column));
        check("'" + text.words(column.span()) + "'", type, value.unwrapped());
    }

    private void check(String column, @Nullable Enumeration type, Expression value) {
        if (type == null) {
            return;
        }
        JavaType parameter = text.parameter(value);
        if (parameter instanceof Enumeration other) {
            List<String> missing = type.missing(other);
            if (!missing.isEmpty()) {
                text.add(
                        value.span(),
                        FindingCode.OTHER_ENUM,
                        "'" + text.words(value.span()) + "'",
                        other.text(),
                        column,
                        type.text(),
                        String.join(", ", missing));
            }
        } else if (parameter == null
                && value instanceof Expression.Text literal
                && !type.constants().contains(literal.value())) {
            text.add(
                    value.span(),
                    FindingCode.UNKNOWN_CONSTANT,
                    literal.value(),
                    type.text(),
                    column,
                    Suggestion.after(literal.value(), type.constants()));
        }
    }
}
