package dev.cairn.processor.check.query;

import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.ParameterType.Container;
import dev.cairn.processor.model.SqlSegment.Presence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place where a statement uses a parameter.
 *
 * @param type the type of the value; of an element, if the parameter holds several values for an IN list
 * @param container the type that holds the values of an IN list; null for a single value
 * @param nullness whether the value may be null; null if that is not declared
 * @param javaExpression the Java expression of the value
 * @param presences the conditions under which the value is present
 */
record ParameterUse(
        JavaType type,
        @Nullable Container container,
        @Nullable Boolean nullness,
        String javaExpression,
        List<Presence> presences) {
    ParameterForm form() {
        return new ParameterForm(type);
    }

    /** Returns the type as the method declares it. */
    String typeText() {
        return container == null ? type.text() : new ParameterType.Values(container, type).text();
    }
}
