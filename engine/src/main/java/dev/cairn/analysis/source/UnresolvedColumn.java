package dev.cairn.analysis.source;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name that does not resolve to a column, with the columns that are in its scope.
 *
 * @param visibleFields the columns of the relations in FROM, followed by the columns of the enclosing queries
 */
public record UnresolvedColumn(QualifiedName name, List<RelationField> visibleFields) {
    public UnresolvedColumn {
        visibleFields = List.copyOf(visibleFields);
    }

    /**
     * Returns the names of the columns in scope that {@code *} expands to. If the name is qualified by a relation in
     * scope, returns only the columns of that relation.
     */
    public Set<String> candidateNames() {
        String qualifier = qualifier().orElse(null);
        Set<String> allNames = new LinkedHashSet<>();
        Set<String> relationColumnNames = new LinkedHashSet<>();
        for (RelationField field : visibleFields) {
            if (field.isWildcard() || field.visibility() != RelationField.Visibility.VISIBLE) {
                continue;
            }
            allNames.add(field.name());
            if (isNamed(field.relationName(), qualifier)) {
                relationColumnNames.add(field.name());
            }
        }
        return relationColumnNames.isEmpty() ? allNames : relationColumnNames;
    }

    /** Returns the name of the relation that qualifies the column; empty if the name has no qualifier. */
    public Optional<String> qualifier() {
        List<Name> nameParts = name.parts();
        return nameParts.size() < 2
                ? Optional.empty()
                : Optional.of(nameParts.get(nameParts.size() - 2).text());
    }

    /** Returns the names of the relations whose columns are in scope. */
    public Set<String> relationNames() {
        Set<String> relationNames = new LinkedHashSet<>();
        for (RelationField field : visibleFields) {
            RelationName relationName = field.relationName();
            if (relationName != null) {
                relationNames.add(relationName.table());
            }
        }
        return relationNames;
    }

    /** Returns the names of the columns of a relation. */
    public Set<String> findColumnNames(String relationName) {
        Set<String> columnNames = new LinkedHashSet<>();
        visibleFields.stream()
                .filter(field -> isNamed(field.relationName(), relationName))
                .forEach(field -> columnNames.add(field.name()));
        return columnNames;
    }

    private static boolean isNamed(@Nullable RelationName relationName, @Nullable String name) {
        return relationName != null && name != null && relationName.table().equalsIgnoreCase(name);
    }

    /**
     * A value inside a column that a name with dots may refer to.
     *
     * @param columnText the column as it is written
     * @param type the type of the column
     * @param fieldName the part of the name after the column
     */
    public record NestedValue(String columnText, Type type, String fieldName) {}

    /**
     * Returns the nested value that the name may refer to; empty if no part before the last one names a column of known
     * type.
     */
    public Optional<NestedValue> findNestedValue() {
        List<Name> nameParts = name.parts();
        for (int i = 0; i < nameParts.size() - 1; i++) {
            Name candidate = nameParts.get(i);
            boolean isQualified = i > 0;
            String relationName = isQualified ? nameParts.get(i - 1).text() : null;
            for (RelationField field : visibleFields) {
                Type type = field.expressionType().type();
                if (candidate.equalsIgnoreCase(field.name())
                        && type != null
                        && (!isQualified || isNamed(field.relationName(), relationName))) {
                    String columnText = new QualifiedName(nameParts.subList(0, i + 1)).toString();
                    return Optional.of(new NestedValue(
                            columnText, type, nameParts.get(i + 1).text()));
                }
            }
        }
        return Optional.empty();
    }
}
