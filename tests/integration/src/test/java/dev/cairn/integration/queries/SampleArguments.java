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
    /** A text of special characters that is short enough for each column. */
    private static final String SPECIAL_TEXT = "'\"\\ ?:a--";

    private static final List<Object> DOCUMENTS = List.of("{\"a\": \"'\"}", "[]");
    private static final LocalDate DAY = LocalDate.of(2026, 1, 2);
    private static final Map<Class<?>, List<Object>> VALUES_BY_TYPE = Map.ofEntries(
            Map.entry(boolean.class, List.of(true, false)),
            Map.entry(byte.class, List.of((byte) -1, (byte) 1)),
            Map.entry(short.class, List.of((short) -2, (short) 2)),
            Map.entry(int.class, List.of(3, 4)),
            Map.entry(long.class, List.of(5L, Long.MAX_VALUE)),
            Map.entry(float.class, List.of(-0.1f, 1e30f)),
            Map.entry(double.class, List.of(-0.1, 1e300)),
            Map.entry(String.class, List.of(SPECIAL_TEXT, "")),
            Map.entry(BigDecimal.class, List.of(new BigDecimal("-1.50"), BigDecimal.TEN)),
            Map.entry(BigInteger.class, List.of(BigInteger.TWO.pow(100).negate(), BigInteger.ONE)),
            Map.entry(LocalDate.class, List.of(DAY, DAY.plusDays(1))),
            Map.entry(LocalDateTime.class, List.of(DAY.atTime(3, 4, 5, 6_000), DAY.atStartOfDay())),
            Map.entry(Sort.class, List.of(Sort.NONE, Sort.NONE)),
            Map.entry(byte[].class, List.of(new byte[] {0, -1, '\''}, new byte[0])));
    private static final Map<Class<?>, Class<?>> PRIMITIVE_TYPES = Map.of(
            Boolean.class, boolean.class,
            Byte.class, byte.class,
            Short.class, short.class,
            Integer.class, int.class,
            Long.class, long.class,
            Float.class, float.class,
            Double.class, double.class);

    private static final int MAX_COMBINATION_COUNT = 100;

    private SampleArguments() {}

    /**
     * Returns all combinations of sample arguments; if there are more than a hundred, only those with at most one
     * argument that is not the last sample of its parameter.
     */
    static List<List<@Nullable Object>> of(Method method) {
        List<List<@Nullable Object>> samples = new ArrayList<>();
        long combinationCount = 1;
        for (Parameter parameter : method.getParameters()) {
            List<@Nullable Object> values =
                    createSamples(parameter.getName(), parameter.getAnnotatedType(), parameter.getParameterizedType());
            samples.add(values);
            combinationCount *= values.size();
        }
        return combinationCount <= MAX_COMBINATION_COUNT ? combine(samples) : varyOneByOne(samples);
    }

    private static List<List<@Nullable Object>> combine(List<List<@Nullable Object>> samples) {
        List<List<@Nullable Object>> product = List.of(List.of());
        for (List<@Nullable Object> parameterValues : samples) {
            List<List<@Nullable Object>> extendedArguments = new ArrayList<>();
            for (List<@Nullable Object> firstArguments : product) {
                for (Object value : parameterValues) {
                    List<@Nullable Object> arguments = new ArrayList<>(firstArguments);
                    arguments.add(value);
                    extendedArguments.add(arguments);
                }
            }
            product = extendedArguments;
        }
        return product;
    }

    private static List<List<@Nullable Object>> varyOneByOne(List<List<@Nullable Object>> samples) {
        List<List<@Nullable Object>> combinations = new ArrayList<>();
        for (int position = 0; position < samples.size(); position++) {
            for (Object value : samples.get(position)) {
                List<@Nullable Object> arguments = new ArrayList<>();
                samples.forEach(values -> arguments.add(values.get(values.size() - 1)));
                arguments.set(position, value);
                combinations.add(arguments);
            }
        }
        return combinations;
    }

    /** Returns a few values, and null if the type allows it. */
    private static List<@Nullable Object> createSamples(String name, AnnotatedType annotatedType, Type type) {
        List<@Nullable Object> samples = new ArrayList<>();
        if (annotatedType.isAnnotationPresent(Nullable.class)) {
            samples.add(null);
        }
        if (type instanceof ParameterizedType parameterizedType) {
            samples.addAll(createSamples(parameterizedType));
        } else if (type instanceof Class<?> array && array.isArray() && array != byte[].class) {
            for (List<Object> values : createLists(array.getComponentType())) {
                samples.add(createArray(array.getComponentType(), values));
            }
        } else {
            samples.add(chooseValue(name, (Class<?>) type, 0));
        }
        return samples;
    }

    private static List<Object> createSamples(ParameterizedType type) {
        Class<?> rawType = (Class<?>) type.getRawType();
        Type argumentType = type.getActualTypeArguments()[0];
        if (rawType == Optional.class) {
            return List.of(Optional.empty(), Optional.of(chooseValue("", (Class<?>) argumentType, 0)));
        }
        if (rawType == Map.class) {
            Object element = createNested("", type.getActualTypeArguments()[1]);
            return List.of(Map.of(), Map.of(chooseValue("", (Class<?>) argumentType, 0), element));
        }
        List<Object> collections = new ArrayList<>();
        for (List<Object> values :
                argumentType instanceof Class<?> element ? createLists(element) : List.of(List.of())) {
            collections.add(rawType == Set.class ? new LinkedHashSet<>(values) : values);
        }
        return collections;
    }

    private static List<List<Object>> createLists(Class<?> elementType) {
        return List.of(
                List.of(),
                List.of(chooseValue("", elementType, 0)),
                List.of(chooseValue("", elementType, 0), chooseValue("", elementType, 1)));
    }

    private static Object createArray(Class<?> elementType, List<Object> values) {
        Object array = Array.newInstance(elementType, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private static Object chooseValue(String name, Class<?> type, int index) {
        Class<?> primitiveType = PRIMITIVE_TYPES.getOrDefault(type, type);
        List<Object> values = name.equals("document") ? DOCUMENTS : VALUES_BY_TYPE.get(primitiveType);
        if (values != null) {
            return values.get(index);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[index];
        }
        return createRecord(type);
    }

    private static Object createNested(String name, Type type) {
        if (type instanceof ParameterizedType parameterizedType) {
            List<Object> samples = createSamples(parameterizedType);
            return samples.get(samples.size() - 1);
        }
        return chooseValue(name, (Class<?>) type, 0);
    }

    /** Creates a record whose components all have values. */
    private static Object createRecord(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(components)
                    .map(component -> createNested(component.getName(), component.getGenericType()))
                    .toArray());
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(type.getName(), failure);
        }
    }
}
