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
 * Finds the smallest value that still fails: parts of records are left out as long as the value fails. The shrinker
 * does not know what the values mean, so the predicate must accept any value of the kind.
 */
public final class Shrinker {
    private Shrinker() {}

    /**
     * Returns the smallest value for which the predicate holds, found by leaving out one part after the other.
     *
     * @param kind the kind of the value; a part of this kind may take the place of the whole value
     */
    public static <T> T findSmallest(T value, Class<T> kind, Predicate<? super T> fails) {
        T smallest = value;
        boolean isSmaller = true;
        while (isSmaller) {
            isSmaller = false;
            List<Object> candidates = new ArrayList<>(findInnerValues(smallest, kind));
            candidates.addAll(findCandidates(smallest));
            for (Object candidate : candidates) {
                @SuppressWarnings("unchecked")
                T smallerValue = (T) candidate;
                if (fails.test(smallerValue)) {
                    smallest = smallerValue;
                    isSmaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static List<Object> findCandidates(Object value) {
        if (value instanceof List<?> list) {
            return shrinkList(list);
        }
        if (value instanceof String text) {
            return shrinkText(text);
        }
        return value instanceof Record record ? shrinkRecord(record) : List.of();
    }

    private static List<Object> shrinkList(List<?> list) {
        List<Object> smallerLists = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            List<Object> remainingItems = new ArrayList<>(list);
            remainingItems.remove(i);
            smallerLists.add(remainingItems);
        }
        for (int i = 0; i < list.size(); i++) {
            for (Object item : findItemCandidates(list.get(i))) {
                List<Object> changedItems = new ArrayList<>(list);
                changedItems.set(i, item);
                smallerLists.add(changedItems);
            }
        }
        return smallerLists;
    }

    private static List<Object> findItemCandidates(Object item) {
        List<Object> candidates = new ArrayList<>();
        if (item.getClass().getInterfaces().length > 0) {
            candidates.addAll(findInnerValues(item, item.getClass().getInterfaces()[0]));
        }
        candidates.addAll(findCandidates(item));
        return candidates;
    }

    private static List<Object> shrinkText(String text) {
        List<Object> smallerTexts = new ArrayList<>();
        if (text.length() > 1) {
            smallerTexts.add(text.substring(text.length() / 2));
            smallerTexts.add(text.substring(0, text.length() / 2));
            smallerTexts.add(text.substring(1));
        }
        return smallerTexts;
    }

    private static List<Object> shrinkRecord(Record value) {
        List<Object> smallerRecords = new ArrayList<>();
        RecordComponent[] components = value.getClass().getRecordComponents();
        Object[] parts = Arrays.stream(components)
                .map(component -> readComponent(component, value))
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
            replacements.addAll(findInnerValues(parts[i], components[i].getType()));
            replacements.addAll(findCandidates(parts[i]));
            for (Object replacement : replacements) {
                Object[] changedParts = parts.clone();
                changedParts[i] = replacement;
                addRecord(value.getClass(), components, changedParts, smallerRecords);
            }
        }
        return smallerRecords;
    }

    /**
     * Returns the components of a record, and the items of lists in it, that are of the kind and so may replace the
     * record; empty if the part is no record.
     */
    private static List<Object> findInnerValues(Object part, Class<?> kind) {
        List<Object> innerValues = new ArrayList<>();
        if (part instanceof Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                Object value = readComponent(component, record);
                for (Object candidate : value instanceof List<?> list ? list : Collections.singletonList(value)) {
                    if (kind.isInstance(candidate) && kind != Object.class) {
                        innerValues.add(candidate);
                    }
                }
            }
        }
        return innerValues;
    }

    private static Object readComponent(RecordComponent component, Record value) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Adds a record with the parts, unless its constructor refuses them. */
    private static void addRecord(Class<?> type, RecordComponent[] components, Object[] parts, List<Object> records) {
        Class<?>[] componentTypes =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(componentTypes);
            constructor.setAccessible(true);
            records.add(constructor.newInstance(parts));
        } catch (InvocationTargetException ignored) {
            return;
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
