package dev.cairn.internal.polling;

import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of one JSON object, such as servers return. Strings are unquoted, other values are JSON texts; fields that
 * are null are omitted.
 *
 * <pre>{@code
 * JsonFields.parse("{\"Status\": \"Success\", \"NumberLoadedRows\": 3}")   // Status -> Success, NumberLoadedRows -> 3
 * }</pre>
 */
public final class JsonFields {
    private JsonFields() {}

    /**
     * Returns the fields by their names.
     *
     * @throws IllegalArgumentException if the text is not a JSON object
     */
    public static Map<String, String> parse(String jsonText) {
        if (!(JsonReader.read(jsonText) instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("Not a JSON object: " + jsonText);
        }
        Map<String, String> fields = new TreeMap<>();
        object.forEach((name, value) -> {
            if (value != JsonReader.NULL) {
                fields.put((String) name, value instanceof String string ? string : JsonWriter.COMPACT.format(value));
            }
        });
        return Collections.unmodifiableMap(fields);
    }
}
