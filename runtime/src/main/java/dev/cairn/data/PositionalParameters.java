package dev.cairn.data;

import dev.cairn.internal.row.BoundStatement;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates statements from SQL with question marks and the values for them. Only values of some classes are accepted,
 * because Connector/J would send any other value as the bytes of its Java serialization.
 */
final class PositionalParameters {
    private static final Set<Class<?>> BINDABLE_CLASSES = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            String.class,
            byte[].class,
            LocalDate.class,
            LocalDateTime.class,
            LocalTime.class,
            Instant.class,
            OffsetDateTime.class,
            ZonedDateTime.class);

    private PositionalParameters() {}

    /**
     * Returns the statement with the values of its parameters.
     *
     * @throws IllegalArgumentException if a value is of a class that drivers can't bind
     */
    static BoundStatement createStatement(String sql, @Nullable Object[] parameters) {
        List<@Nullable Object> values = new ArrayList<>(parameters.length);
        for (@Nullable Object parameter : parameters) {
            if (parameter != null && !isBindable(parameter)) {
                throw new IllegalArgumentException("Parameter " + (values.size() + 1) + " is of the class "
                        + parameter.getClass().getTypeName() + ", whose values can't be sent; "
                        + describeRemedy(parameter));
            }
            values.add(parameter instanceof Character character ? character.toString() : parameter);
        }
        return new BoundStatement(sql, values);
    }

    private static boolean isBindable(Object parameter) {
        return parameter instanceof Enum<?>
                || parameter instanceof Character
                || parameter instanceof Date // and its subclasses of java.sql
                || BINDABLE_CLASSES.contains(parameter.getClass());
    }

    private static String describeRemedy(Object parameter) {
        if (parameter instanceof Iterable<?> || parameter.getClass().isArray()) {
            return "write a ? for each element and pass the elements, or use a method with @Query and IN (:values)";
        }
        if (parameter instanceof Map<?, ?>) {
            return "use a method with @Query, which has parameters of this type";
        }
        if (parameter instanceof Number) {
            return "pass a number of java.lang or java.math";
        }
        return parameter instanceof TemporalAccessor
                ? "pass a number, a text, a LocalDate or a LocalDateTime"
                : "pass a text, such as that of toString()";
    }
}
