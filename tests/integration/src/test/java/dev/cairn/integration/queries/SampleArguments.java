package dev.cairn.integration.queries;

import dev.cairn.data.Sort;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Arguments for a method: all combinations of present and missing values, and of lists of no, one and two values. */
final class SampleArguments {
    /** Short enough for each column. */
    private static final String TEXT = "'\"\\ ?:a--";

    private static final List<Object> DOCUMENTS = List.of("{\"a\": \"'\"}", "[]");
    private static final LocalDate DAY = LocalDate.of(2026, 1, 2);
    private static final Map<Class<?>, List<Object>> VALUES = Map.ofEntries(
            Map.entry(boolean.class, List.of(true, false)),
            Map.entry(byte.class, List.of((byte) -1, (byte) 1)),
            Map.entry(short.class, List.of((short) -2, (short) 2)),
            Map.entry(int.class, List.of(3, 4)),
            Map.entry(long.class, List.of(5L, Long.MAX_VALUE)),
            Map.entry(float.class, List.of(-0.1f, 1e30f)),
            Map.entry(double.class, List.of(-0.1, 1e300)),
            Map.entry(String.class, List.of(TEXT, "")),
            Map.entry(BigDecimal.class, List.of(new BigDecimal("-1.50"), BigDecimal.TEN)),
            Map.entry(BigInteger.class, List.of(BigInteger.TWO.pow(100).negate(), BigInteger.ONE)),
            Map.entry(LocalDate.class, List.of(DAY, DAY.plusDays(1))),
            Map.entry(LocalDateTime.class, List.of(DAY.atTime(3, 4, 5, 6_000), DAY.atStartOfDay())),
            Map.entry(Sort.class, List.of(Sort.NONE, Sort.NONE)),
            Map.entry(byte[].class, List.of(new byte[] {0, -1, '\''}, new byte[0])));
    private static final Map<Class<?>, Class<?>> PRIMITIVES = Map.of(
            Boolean.class, boolean.class,
            Byte.class, byte.class,
            Short.class, short.class,
            Integer.class, int.class,
            Long.class, long.class,
            Float.class, float.class,
            Double.class, double.class);

    private static final int MAX_COMBINATIONS = 100;

    private SampleArguments() {}

    /** All combinations, or if these are many, each value of each parameter with one of the others. */
    static List<List<@Nullable Object>> of(Method method) {
        List<List<@Nullable Object>> samples = new ArrayList<>();
        long combinations = 1;
        for (Parameter parameter : method.getParameters()) {
            List<@Nullable Object> values =
                    samples(parameter.getName(), parameter.getAnnotatedType(), parameter.getParameterizedType());
            samples.add(values);
            combinations *= values.size();
        }
        return combinations <= MAX_COMBINATIONS ? product(samples) : oneByOne(samples);
    }

    private static List<List<@Nullable Object>> product(List<List<@Nullable Object>> samples) {
        List<List<@Nullable Object>> product = List.of(List.of());
        for (List<@Nullable Object> last : samples) {
            List<List<@Nullable Object>> longer = new ArrayList<>();
            for (List<@Nullable Object> beginning : product) {
                for (Object value : last) {
                    List<@Nullable Object> arguments = new ArrayList<>(beginning);
                    arguments.add(value);
                    longer.add(arguments);
                }
            }
            product = longer;
        }
        return product;
    }

    private static List<List<@Nullable Object>> oneByOne(List<List<@Nullable Object>> samples) {
        List<List<@Nullable Object>> all = new ArrayList<>();
        for (int position = 0; position < samples.size(); position++) {
            for (Object value : samples.get(position)) {
                List<@Nullable Object> arguments = new ArrayList<>();
                samples.forEach(values -> arguments.add(values.get(values.size() - 1)));
                arguments.set(position, value);
                all.add(arguments);
            }
        }
        return all;
    }

    /** A few values, and null if the type allows it. */
    private static List<@Nullable Object> samples(String name, AnnotatedType annotated, Type type) {
        List<@Nullable Object> samples = new ArrayList<>();
        if (annotated.isAnnotationPresent(Nullable.class)) {
            samples.add(null);
        }
        if (type instanceof ParameterizedType generic) {
            samples.addAll(samples(generic));
        } else if (type instanceof Class<?> array && array.isArray() && array != byte[].class) {
            for (List<Object> values : lists(array.getComponentType())) {
                samples.add(array(array.getComponentType(), values));
            }
        } else {
            samples.add(value(name, (Class<?>) type, 0));
        }
        return samples;
    }

    private static List<Object> samples(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type argument = type.getActualTypeArguments()[0];
        if (raw == Optional.class) {
            return List.of(Optional.empty(), Optional.of(value("", (Class<?>) argument, 0)));
        }
        if (raw == Map.class) {
            Object element = nested("", type.getActualTypeArguments()[1]);
            return List.of(Map.of(), Map.of(value("", (Class<?>) argument, 0), element));
        }
        List<Object> collections = new ArrayList<>();
        for (List<Object> values : argument instanceof Class<?> element ? lists(element) : List.of(List.of())) {
            collections.add(raw == Set.class ? new LinkedHashSet<>(values) : values);
        }
        return collections;
    }

    private static List<List<Object>> lists(Class<?> element) {
        return List.of(
                List.of(), List.of(value("", element, 0)), List.of(value("", element, 0), value("", element, 1)));
    }

    private static Object array(Class<?> element, List<Object> values) {
        Object array = Array.newInstance(element, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private static Object value(String name, Class<?> type, int index) {
        Class<?> plain = PRIMITIVES.getOrDefault(type, type);
        List<Object> values = name.equals("document") ? DOCUMENTS : VALUES.get(plain);
        if (values != null) {
            return values.get(index);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[index];
        }
        return record(type);
    }

    private static Object nested(String name, Type type) {
        if (type instanceof ParameterizedType generic) {
            List<Object> samples = samples(generic);
            return samples.get(samples.size() - 1);
        }
        return value(name, (Class<?>) type, 0);
    }

    /** A record whose components all have values. */
    private static Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(components)
                    .map(component -> nested(component.getName(), component.getGenericType()))
                    .toArray());
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(type.getName(), failure);
        }
    }
}
