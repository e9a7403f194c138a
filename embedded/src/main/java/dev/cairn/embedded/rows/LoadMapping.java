package dev.cairn.embedded.rows;

import dev.cairn.sql.ast.Expression;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a load makes of the texts that came in.
 *
 * @param fields what they are called, in their order; one that is called like a column goes there
 * @param computed columns that are made of fields, by their names
 * @param where the condition for a row to be taken, over fields and columns; null where all are
 * @param strict a text that can't be converted is a wrong row, and not NULL
 * @param partial of a row that is there, the columns that are not given stay as they are
 * @param tolerated the part of the rows that may be wrong
 */
public record LoadMapping(
        List<String> fields,
        Map<String, Expression> computed,
        @Nullable Expression where,
        boolean strict,
        boolean partial,
        double tolerated) {
    public LoadMapping {
        fields = List.copyOf(fields);
        computed = Collections.unmodifiableMap(new LinkedHashMap<>(computed));
    }
}
