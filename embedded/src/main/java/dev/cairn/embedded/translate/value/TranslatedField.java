package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * A column of the FROM clause.
 *
 * @param relation the qualifiers that may precede the name, the innermost last; empty if none is allowed
 * @param value the DuckDB expression for the column
 * @param shown whether {@code *} includes the column
 * @param merged whether the column results from USING; it then hides the columns of both sides
 */
public record TranslatedField(List<String> relation, String name, Value value, boolean shown, boolean merged) {
    public TranslatedField {
        relation = List.copyOf(relation);
    }

    public static TranslatedField of(List<String> relation, String name, Type type, String sql) {
        return of(relation, name, new Value(sql, type));
    }

    public static TranslatedField of(List<String> relation, String name, Value value) {
        return new TranslatedField(relation, name, value, true, false);
    }

    public Type type() {
        return value.type();
    }

    public String sql() {
        return value.sql();
    }

    public TranslatedField hidden() {
        return new TranslatedField(relation, name, value, false, merged);
    }

    /** Returns whether a qualifier names the relation of this column. */
    public boolean isOf(List<Name> prefix) {
        if (prefix.size() > relation.size()) {
            return false;
        }
        int offset = relation.size() - prefix.size();
        for (int i = 0; i < prefix.size(); i++) {
            if (!relation.get(offset + i).equals(prefix.get(i).text())) {
                return false;
            }
        }
        return true;
    }
}
