package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the names in one SELECT may stand for, and around it what those of the query outside may. */
final class Sight {
    private static final int MOST_QUALIFIERS = 3;

    private final @Nullable Sight around;
    private final List<Visible> relations = new ArrayList<>();
    /** Columns that USING made one of two. */
    private final Set<String> merged = new HashSet<>();

    Sight(@Nullable Sight around) {
        this.around = around;
    }

    @Nullable
    Sight around() {
        return around;
    }

    List<Visible> relations() {
        return relations;
    }

    void add(Visible relation) {
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

    /** Whether something is known to have the column. */
    boolean knows(String column) {
        return relations.stream().anyMatch(relation -> relation.knows(column));
    }

    /** Whether nothing has columns that are not known. */
    boolean complete() {
        return relations.stream().allMatch(relation -> relation.columns() != null);
    }

    /** The column that a name stands for, with the fields behind it. */
    Shape column(QualifiedName name) {
        List<String> parts = name.parts().stream().map(Name::text).toList();
        for (Sight sight = this; sight != null; sight = sight.around) {
            Shape found = sight.known(parts);
            if (found != null) {
                return found;
            }
        }
        Shape found = qualified(parts);
        return found == null ? bare(parts) : found;
    }

    private List<Visible> named(List<String> qualifier) {
        return qualifier.isEmpty()
                ? relations
                : relations.stream().filter(one -> one.isNamed(qualifier)).toList();
    }

    private static int mostQualifiers(List<String> parts) {
        return Math.min(MOST_QUALIFIERS, parts.size() - 1);
    }

    /** A column that is known to be there; null where there is none. */
    private @Nullable Shape known(List<String> parts) {
        for (int length = mostQualifiers(parts); length >= 0; length--) {
            String column = parts.get(length);
            List<Visible> named = named(parts.subList(0, length));
            List<Visible> holders =
                    named.stream().filter(one -> one.knows(column)).toList();
            boolean alone = holders.size() == 1 && (length > 0 || complete());
            if (alone || (!holders.isEmpty() && merged.contains(column.toLowerCase(Locale.ROOT)))) {
                return withFields(holders.get(0).column(column), parts, length);
            }
            if (!holders.isEmpty()) {
                return doubtful(parts);
            }
        }
        return null;
    }

    /** A column of the relation whose name stands before it, whatever columns that one has. */
    private @Nullable Shape qualified(List<String> parts) {
        for (int length = mostQualifiers(parts); length > 0; length--) {
            for (Sight sight = this; sight != null; sight = sight.around) {
                List<Visible> named = sight.named(parts.subList(0, length));
                if (named.size() == 1) {
                    return withFields(named.get(0).column(parts.get(length)), parts, length);
                }
            }
        }
        return null;
    }

    /** A column that nothing is known to have is that of the only relation of which nothing is known, or else of the only one. */
    private Shape bare(List<String> parts) {
        List<Visible> all = new ArrayList<>();
        for (Sight sight = this; sight != null; sight = sight.around) {
            all.addAll(sight.relations);
        }
        List<Visible> unknown =
                all.stream().filter(one -> one.columns() == null).toList();
        List<Visible> choices = unknown.isEmpty() ? all : unknown;
        return choices.size() == 1 ? withFields(choices.get(0).column(parts.get(0)), parts, 0) : doubtful(parts);
    }

    private static Shape doubtful(List<String> parts) {
        return Shape.doubtful("name " + String.join(".", parts));
    }

    private static Shape withFields(Shape column, List<String> parts, int at) {
        Shape shape = column;
        for (String field : parts.subList(at + 1, parts.size())) {
            shape = Shape.of("field", shape, Shape.word(field));
        }
        return shape;
    }
}
