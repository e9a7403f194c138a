package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.plan.step.ValueLoss;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The copy of a column into a column of another table.
 *
 * @param sourceTableName the table of the column as a statement spells it
 * @param isFilled whether a row whose source is NULL gets a specified value
 */
public record ColumnCopy(
        QualifiedName sourceTableName, Table sourceTable, Column sourceColumn, Column targetColumn, boolean isFilled) {
    /**
     * Returns the copied value; empty if it can't be converted: the state of one aggregate function is not a state of
     * another.
     *
     * @param writtenType the type of the target as a statement spells it
     */
    Optional<ConvertedValue> convertValue(Type writtenType) {
        boolean hasStates = sourceColumn.aggregation() instanceof Aggregation.State
                || targetColumn.aggregation() instanceof Aggregation.State;
        return hasStates && !Objects.equals(sourceColumn.aggregation(), targetColumn.aggregation())
                ? Optional.empty()
                : ConvertedValue.convert(createReference(), sourceColumn.type(), targetColumn.type(), writtenType);
    }

    /** Describes what is lost in the copy. */
    public List<String> describeLosses() {
        boolean isGenerated = sourceColumn.generatedValue() != null;
        if (targetColumn.generatedValue() != null) {
            return isGenerated
                    ? List.of()
                    : List.of("replaces the values of " + describeColumn() + ", which becomes a generated column");
        }
        return convertValue(targetColumn.type())
                .map(value -> value.lostParts().stream()
                        .flatMap(lostPart -> describeLoss(lostPart).stream())
                        .toList())
                .orElseGet(() -> List.of("drops " + describeColumn()));
    }

    private String describeColumn() {
        return sourceTable.name() + "." + sourceColumn.name();
    }

    /**
     * Returns a reference to the column. A struct column with the name of its table is qualified, since {@code geo.lat}
     * would be ambiguous.
     */
    private Expression.Reference createReference() {
        boolean isAmbiguous = sourceColumn.isNamed(sourceTable.name()) && sourceColumn.type() instanceof Type.Struct;
        return new Expression.Reference(
                isAmbiguous
                        ? QualifiedName.of(sourceTable.name(), sourceColumn.name())
                        : QualifiedName.of(sourceColumn.name()),
                Span.NONE);
    }

    /** Describes the loss of a part; empty if the copy fails at such a value instead of losing it. */
    private Optional<String> describeLoss(ConvertedValue.LostPart lostPart) {
        boolean isWholeValue = lostPart.path().isEmpty();
        String partName = isWholeValue ? describeColumn() : describeColumn() + "." + String.join(".", lostPart.path());
        ConvertedValue.TypePair typePair = lostPart.typePair();
        if (typePair == null) {
            return Optional.of("drops " + partName);
        }
        // A part of a value may be NULL even if the value must not be.
        ValueLoss.Outcome outcome = targetColumn.isNullable() || !isWholeValue
                ? ValueLoss.Outcome.NULL
                : sourceColumn.isNullable() && isFilled ? ValueLoss.Outcome.FILLED : ValueLoss.Outcome.REFUSED;
        ValueLoss valueLoss = new ValueLoss(partName, typePair.sourceType(), typePair.targetType(), outcome);
        return valueLoss.makesCopyFail()
                ? Optional.empty()
                : Optional.of(createPathReference(lostPart.path())
                        .map(value -> valueLoss.describeWithCount(sourceTableName, value))
                        .orElseGet(valueLoss::describe));
    }

    /** Returns the expression of a part of a value in a query of the old table; empty inside arrays and maps. */
    private Optional<Expression> createPathReference(List<String> path) {
        if (path.contains(AlterClause.EACH_ELEMENT)) {
            return Optional.empty();
        }
        List<Name> nameParts = new ArrayList<>(createReference().name().parts());
        path.forEach(field -> nameParts.add(Name.of(field)));
        return Optional.of(new Expression.Reference(new QualifiedName(nameParts), Span.NONE));
    }
}
