package dev.cairn.random;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The smallest value that still fails: parts of records are left out as long as it does. Knows nothing of what the values
 * mean, so that the predicate must take any value of the kind.
 */
public final class Shrinking {
    private Shrinking() {}

    /**
     * The smallest value for which the predicate holds, found by leaving out one part after the other.
     *
     * @param kind of which the value is, so that a part of it may take its place
     */
    public static <T> T smallest(T value, Class<T> kind, Predicate<? super T> fails) {
        T smallest = value;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            List<Object> candidates = new ArrayList<>(inner(smallest, kind));
            candidates.addAll(candidates(smallest));
            for (Object candidate : candidates) {
                @SuppressWarnings("unchecked")
                T typed = (T) candidate;
                if (fails.test(typed)) {
                    smallest = typed;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static List<Object> candidates(Object value) {
        if (value instanceof List<?> list) {
            return lists(list);
        }
        if (value instanceof String text) {
            return texts(text);
        }
        return value instanceof Record record ? records(record) : List.of();
    }

    private static List<Object> lists(List<?> list) {
        List<Object> smaller = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            List<Object> without = new ArrayList<>(list);
            without.remove(i);
            smaller.add(without);
        }
        for (int i = 0; i < list.size(); i++) {
            for (Object item : itemCandidates(list.get(i))) {
                List<Object> with = new ArrayList<>(list);
                with.set(i, item);
                smaller.add(with);
            }
        }
        return smaller;
    }

    private static List<Object> itemCandidates(Object item) {
        List<Object> candidates = new ArrayList<>();
        if (item.getClass().getInterfaces().length > 0) {
            candidates.addAll(inner(item, item.getClass().getInterfaces()[0]));
        }
        candidates.addAll(candidates(item));
        return candidates;
    }

    private static List<Object> texts(String text) {
        List<Object> smaller = new ArrayList<>();
        if (text.length() > 1) {
            smaller.add(text.substring(text.length() / 2));
            smaller.add(text.substring(0, text.length() / 2));
            smaller.add(text.substring(1));
        }
        return smaller;
    }

    private static List<Object> records(Record value) {
        List<Object> smaller = new ArrayList<>();
        RecordComponent[] components = value.getClass().getRecordComponents();
        Object[] parts = Arrays.stream(components)
                .map(component -> part(component, value))
                .toArray();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] == null || components[i].getName().equals("span")) {
                continue;
            }
            List<Object> replacements = new ArrayList<>();
            if (components[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                replacements.add(null);
            }
            if (components[i].getType() == boolean.class && parts[i].equals(true)) {
                replacements.add(false);
            }
            replacements.addAll(inner(parts[i], components[i].getType()));
            replacements.addAll(candidates(parts[i]));
            for (Object replacement : replacements) {
                Object[] with = parts.clone();
                with[i] = replacement;
                build(value.getClass(), components, with, smaller);
            }
        }
        return smaller;
    }

    /** A part may be replaced by one of its own parts of the same kind. */
    private static List<Object> inner(Object part, Class<?> kind) {
        List<Object> found = new ArrayList<>();
        if (part instanceof Record inner) {
            for (RecordComponent component : inner.getClass().getRecordComponents()) {
                Object value = part(component, inner);
                for (Object candidate : value instanceof List<?> list ? list : Collections.singletonList(value)) {
                    if (kind.isInstance(candidate) && kind != Object.class) {
                        found.add(candidate);
                    }
                }
            }
        }
        return found;
    }

    private static Object part(RecordComponent component, Record value) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Values that a constructor refuses are not candidates. */
    private static void build(Class<?> type, RecordComponent[] components, Object[] parts, List<Object> built) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            built.add(constructor.newInstance(parts));
        } catch (InvocationTargetException refused) {
            return;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
