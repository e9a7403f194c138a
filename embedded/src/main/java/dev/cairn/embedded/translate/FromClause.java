package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.TranslatedField;
import java.util.ArrayList;
import java.util.List;

/** A translated FROM clause, with the columns that it provides. */
record FromClause(String sql, List<TranslatedField> fields) {
    FromClause {
        fields = List.copyOf(fields);
    }

    static List<TranslatedField> both(FromClause left, FromClause right) {
        List<TranslatedField> fields = new ArrayList<>(left.fields);
        fields.addAll(right.fields);
        return fields;
    }
}
