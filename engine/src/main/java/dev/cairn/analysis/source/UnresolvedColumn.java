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
 * A name that is not a column, with the columns that are in scope there.
 *
 * @param visible the columns of the relations in FROM, and behind them those of the enclosing queries
 */
public record UnresolvedColumn(QualifiedName name, List<RelationField> visible) {
    public UnresolvedColumn {
        visible = List.copyOf(visible);
    }

    /** Returns the names of the columns in scope; only those of one relation if the name is qualified by it. */
    public Set<String> columns() {
        String qualifier = relation().orElse(null);
        Set<String> all = new LinkedHashSet<>();
        Set<String> ofRelation = new LinkedHashSet<>();
        for (RelationField field : visible) {
            if (field.isWildcard() || field.visibility() != RelationField.Visibility.SHOWN) {
                continue;
            }
            all.add(field.name());
            if (isNamed(field.relation(), qualifier)) {
                ofRelation.add(field.name());
            }
        }
        return ofRelation.isEmpty() ? all : ofRelation;
    }

    /** Returns the relation that qualifies the name. */
    public Optional<String> relation() {
        List<Name> parts = name.parts();
        return parts.size() < 2
                ? Optional.empty()
                : Optional.of(parts.get(parts.size() - 2).text());
    }

    /** Returns the names of the relations whose columns are in scope. */
    public Set<String> relations() {
        Set<String> relations = new LinkedHashSet<>();
        for (RelationField field : visible) {
            RelationName relation = field.relation();
            if (relation != null) {
                relations.add(relation.table());
            }
        }
        return relations;
    }

    /** Returns the names of the columns of a relation. */
    public Set<String> columnsOf(String relation) {
        Set<String> columns = new LinkedHashSet<>();
        visible.stream()
                .filter(field -> isNamed(field.relation(), relation))
                .forEach(field -> columns.add(field.name()));
        return columns;
    }

    private static boolean isNamed(@Nullable RelationName relation, @Nullable String name) {
        return relation != null && name != null && relation.table().equalsIgnoreCase(name);
    }

    /**
     * A value inside a column, as which a name with points may be meant.
     *
     * @param column the column as it is written
     * @param type the type of the column
     * @param part the name behind it
     */
    public record NestedValue(String column, Type type, String part) {}

    /** Returns the nested value that the name may refer to; empty if no part but the last one is a column. */
    public Optional<NestedValue> findNestedValue() {
        List<Name> parts = name.parts();
        for (int i = 0; i < parts.size() - 1; i++) {
            Name candidate = parts.get(i);
            boolean qualified = i > 0;
            String relation = qualified ? parts.get(i - 1).text() : null;
            for (RelationField field : visible) {
                Type type = field.expressionType().type();
                if (candidate.is(field.name()) && type != null && (!qualified || isNamed(field.relation(), relation))) {
                    String written = new QualifiedName(parts.subList(0, i + 1)).toString();
                    return Optional.of(
                            new NestedValue(written, type, parts.get(i + 1).text()));
                }
            }
        }
        return Optional.empty();
    }
}
