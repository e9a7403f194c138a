package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves the names of one SELECT, and through the enclosing scopes those of the queries around it. */
final class NameScope {
    private static final int MOST_QUALIFIERS = 3;

    private final @Nullable NameScope around;
    private final List<VisibleRelation> relations = new ArrayList<>();
    /** Columns that USING merged into one. */
    private final Set<String> merged = new HashSet<>();

    NameScope(@Nullable NameScope around) {
        this.around = around;
    }

    @Nullable
    NameScope around() {
        return around;
    }

    List<VisibleRelation> relations() {
        return relations;
    }

    void add(VisibleRelation relation) {
        relations.add(relation);
    }

    void hide(int from, int to) {
        for (int i = from; i < to; i++) {
            relations.set(i, relations.get(i).hidden());
        }
    }

    void merge(String column) {
        merged.add(column.toLowerCase(Locale.ROOT));
    }

    boolean merges() {
        return !merged.isEmpty();
    }

    /** Whether a relation is known to have the column. */
    boolean knows(String column) {
        for (VisibleRelation relation : relations) {
            if (relation.knows(column)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all columns of all relations are known. */
    boolean complete() {
        for (VisibleRelation relation : relations) {
            if (relation.columns() == null) {
                return false;
            }
        }
        return true;
    }

    /** Resolves a name to its column, with the fields that follow it. */
    ShapeNode column(QualifiedName name) {
        List<String> parts = new ArrayList<>(name.parts().size());
        for (Name part : name.parts()) {
            parts.add(part.text());
        }
        for (NameScope scope = this; scope != null; scope = scope.around) {
            ShapeNode found = scope.known(parts);
            if (found != null) {
                return found;
            }
        }
        ShapeNode found = qualified(parts);
        return found == null ? bare(parts) : found;
    }

    private List<VisibleRelation> named(List<String> qualifier) {
        if (qualifier.isEmpty()) {
            return relations;
        }
        List<VisibleRelation> named = new ArrayList<>();
        for (VisibleRelation relation : relations) {
            if (relation.isNamed(qualifier)) {
                named.add(relation);
            }
        }
        return named;
    }

    private static int mostQualifiers(List<String> parts) {
        return Math.min(MOST_QUALIFIERS, parts.size() - 1);
    }

    /** Resolves a name to a column that is known to exist; null if no such column is known. */
    private @Nullable ShapeNode known(List<String> parts) {
        for (int length = mostQualifiers(parts); length >= 0; length--) {
            String column = parts.get(length);
            VisibleRelation holder = null;
            boolean several = false;
            for (VisibleRelation relation : named(parts.subList(0, length))) {
                if (relation.knows(column)) {
                    several |= holder != null;
                    holder = holder == null ? relation : holder;
                }
            }
            if (holder == null) {
                continue;
            }
            boolean alone = !several && (length > 0 || complete());
            return alone || merged.contains(column.toLowerCase(Locale.ROOT))
                    ? withFields(holder.column(column), parts, length)
                    : doubtful(parts);
        }
        return null;
    }

    /**
     * Resolves a qualified name to a column of the relation that the qualifier names, even if that relation's columns
     * are unknown.
     */
    private @Nullable ShapeNode qualified(List<String> parts) {
        for (int length = mostQualifiers(parts); length > 0; length--) {
            for (NameScope scope = this; scope != null; scope = scope.around) {
                List<VisibleRelation> named = scope.named(parts.subList(0, length));
                if (named.size() == 1) {
                    return withFields(named.get(0).column(parts.get(length)), parts, length);
                }
            }
        }
        return null;
    }

    /**
     * Resolves a column that no relation is known to have: to the only relation whose columns are unknown, or, if all
     * columns are known, to the only relation.
     */
    private ShapeNode bare(List<String> parts) {
        List<VisibleRelation> all = new ArrayList<>();
        for (NameScope scope = this; scope != null; scope = scope.around) {
            all.addAll(scope.relations);
        }
        List<VisibleRelation> unknown =
                all.stream().filter(one -> one.columns() == null).toList();
        List<VisibleRelation> choices = unknown.isEmpty() ? all : unknown;
        return choices.size() == 1 ? withFields(choices.get(0).column(parts.get(0)), parts, 0) : doubtful(parts);
    }

    private static ShapeNode doubtful(List<String> parts) {
        return ShapeNode.doubtful("name " + String.join(".", parts));
    }

    private static ShapeNode withFields(ShapeNode column, List<String> parts, int at) {
        ShapeNode shape = column;
        for (String field : parts.subList(at + 1, parts.size())) {
            shape = ShapeNode.of("field", shape, ShapeNode.word(field));
        }
        return shape;
    }
}
