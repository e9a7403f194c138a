package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * A column behind FROM.
 *
 * @param relation what may stand before its name, the nearest part last; empty where nothing may
 * @param sql what DuckDB calls it
 * @param shown whether {@code *} stands for it
 * @param merged of a join by USING: it hides the columns of both sides
 */
public record TranslatedField(
        List<String> relation, String name, Type type, String sql, boolean shown, boolean merged) {
    public TranslatedField {
        relation = List.copyOf(relation);
    }

    public static TranslatedField of(List<String> relation, String name, Type type, String sql) {
        return new TranslatedField(relation, name, type, sql, true, false);
    }

    public Value value() {
        return new Value(sql, type);
    }

    public TranslatedField hidden() {
        return new TranslatedField(relation, name, type, sql, false, merged);
    }

    /** Whether a prefix names the relation that it is of. */
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
