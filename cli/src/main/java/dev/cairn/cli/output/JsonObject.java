package dev.cairn.cli.output;

import dev.cairn.engine.value.JsonWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object. Its members keep the order in which they were added, so that the output of a command is stable. */
public final class JsonObject {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /**
     * Adds a member, or replaces the value of a member with the same name.
     *
     * @param value an object, a map, a collection, a number, a boolean or null; anything else is encoded as a string
     */
    public JsonObject put(String name, @Nullable Object value) {
        members.put(name, toJsonValue(value));
        return this;
    }

    private static @Nullable Object toJsonValue(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object.members;
        }
        return value instanceof Collection<?> values
                ? values.stream().map(JsonObject::toJsonValue).toList()
                : value;
    }

    /** Returns the object as JSON, on one line. */
    @Override
    public String toString() {
        return JsonWriter.COMPACT.format(members);
    }
}
