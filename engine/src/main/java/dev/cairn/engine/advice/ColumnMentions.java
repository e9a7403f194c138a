package dev.cairn.engine.advice;

import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationField.UsedColumn;
import dev.cairn.engine.advice.SelectParts.Condition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.SelectItem;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the conditions of a statement that mention a column of a relation, directly or through a column that is derived
 * from it. An uncertain case counts as a mention, so that no warning is wrong.
 *
 * @param selects all SELECTs of the statement, since an outer one may restrict a column of an inner one
 * @param selectParts the SELECT that reads the relation
 */
record ColumnMentions(List<SelectParts> selects, SelectParts selectParts, BoundRelation relation) {
    /** Returns whether any condition mentions the column, or a column that is derived from it. */
    boolean mayBeRestricted(String columnName) {
        return selectParts.conditions().stream().anyMatch(condition -> isMentionedIn(condition, columnName))
                || isInUsing(columnName)
                || isDerivedColumnMentioned(columnName);
    }

    /** Returns whether a condition mentions the column of this relation directly. */
    boolean isMentionedIn(Condition condition, String columnName) {
        return condition.references().stream()
                .flatMap(reference -> selectParts.resolveColumns(reference).stream())
                .anyMatch(field -> field.isColumnOf(relation) && field.name().equalsIgnoreCase(columnName));
    }

    /** Returns whether a join of the SELECT by USING names the column. */
    boolean isInUsing(String columnName) {
        for (Name name : selectParts.usingColumns()) {
            if (name.equalsIgnoreCase(columnName)
                    && selectParts.bindings().columns(name).stream().anyMatch(field -> field.isColumnOf(relation))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a condition of any SELECT mentions a column that is derived from this one, such as a column of a
     * subquery in FROM.
     */
    boolean isDerivedColumnMentioned(String columnName) {
        return selects.stream().anyMatch(candidateParts -> mentionsDerivedColumn(candidateParts, columnName));
    }

    private boolean mentionsDerivedColumn(SelectParts candidateParts, String columnName) {
        return candidateParts.conditions().stream()
                        .flatMap(condition -> condition.references().stream())
                        .anyMatch(reference -> mayBeDerived(candidateParts, reference, columnName))
                || candidateParts.usingColumns().stream()
                        .flatMap(name -> candidateParts.bindings().columns(name).stream())
                        .anyMatch(field -> !isTableColumn(candidateParts, field) && originatesIn(field, columnName));
    }

    private boolean mayBeDerived(SelectParts candidateParts, Expression.Reference reference, String columnName) {
        List<RelationField> fields = candidateParts.resolveColumns(reference);
        if (fields.isEmpty()) {
            return findAliasReferences(candidateParts, reference.name().lastPart()).stream()
                    .flatMap(innerReference -> candidateParts.resolveColumns(innerReference).stream())
                    .anyMatch(field -> originatesIn(field, columnName));
        }
        return fields.stream()
                .anyMatch(field -> !isTableColumn(candidateParts, field) && originatesIn(field, columnName));
    }

    /**
     * Returns the names in the expressions of the outputs with this alias: HAVING may refer to an output by its alias.
     */
    private static List<Expression.Reference> findAliasReferences(SelectParts candidateParts, Name alias) {
        List<Expression.Reference> references = new ArrayList<>();
        for (SelectItem output : candidateParts.select().items()) {
            if (output instanceof SelectItem.Value value
                    && value.alias() != null
                    && value.alias().equalsIgnoreCase(alias.text())) {
                references.addAll(SelectParts.collectReferences(value.value()));
            }
        }
        return references;
    }

    /**
     * Returns whether a column belongs to a table of the SELECT itself, and so is not derived from a column of another
     * relation.
     */
    private static boolean isTableColumn(SelectParts candidateParts, RelationField field) {
        BoundRelation fieldRelation = candidateParts.findRelation(field);
        return fieldRelation != null
                && fieldRelation.source() != null
                && fieldRelation.source().viewQuery() == null;
    }

    private boolean originatesIn(RelationField field, String columnName) {
        for (UsedColumn usedColumn : field.origins()) {
            var origin = usedColumn.sourceUsage().createOrigin(usedColumn.columnIndex());
            if (relation.source() != null
                    && origin.source().name().equals(relation.source().name())
                    && origin.source().database().equals(relation.source().database())
                    && origin.column().name().equalsIgnoreCase(columnName)) {
                return true;
            }
        }
        return false;
    }
}
