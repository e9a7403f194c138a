package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.Field;
import java.util.ArrayList;
import java.util.List;

/** What stands behind FROM, with the columns that it brings. */
record From(String sql, List<Field> fields) {
    From {
        fields = List.copyOf(fields);
    }

    static List<Field> both(From left, From right) {
        List<Field> fields = new ArrayList<>(left.fields);
        fields.addAll(right.fields);
        return fields;
    }
}
