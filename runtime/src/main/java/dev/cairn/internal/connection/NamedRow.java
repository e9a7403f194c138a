package dev.cairn.internal.connection;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A row of a result whose values are looked up by the names of their columns, which are not case-sensitive. */
public final class NamedRow {
    private final Map<String, String> valueByColumnName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** @param row the values in the order of the labels; {@code null} stands for NULL */
    public NamedRow(List<String> labels, List<@Nullable String> row) {
        for (int i = 0; i < labels.size(); i++) {
            String value = row.get(i);
            if (value != null) {
                valueByColumnName.put(labels.get(i), value);
            }
        }
    }

    /** Returns a value; an empty string if it is NULL, or if this version of the server does not return the column. */
    public String text(String columnName) {
        return valueByColumnName.getOrDefault(columnName, "");
    }
}
