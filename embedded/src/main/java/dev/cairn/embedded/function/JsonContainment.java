package dev.cairn.embedded.function;

import dev.cairn.engine.value.JsonReader;
import java.util.List;
import java.util.Map;

/** Decides whether a JSON document contains another one, by the rules of {@code json_contains}. */
final class JsonContainment {
    private JsonContainment() {}

    static boolean contains(Object target, Object candidate) {
        if (candidate == JsonReader.NULL) {
            return true;
        }
        if (target == JsonReader.NULL) {
            return false;
        }
        if (areEqual(target, candidate)) {
            return true;
        }
        if (target instanceof Map<?, ?> object && candidate instanceof Map<?, ?> members) {
            return members.entrySet().stream().allMatch(member -> hasMember(object, member));
        }
        if (!(target instanceof List<?> list)) {
            return false;
        }
        if (candidate instanceof List<?> elements) {
            return elements.stream().allMatch(element -> hasElement(list, element));
        }
        if (candidate instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .allMatch(member -> list.stream()
                            .anyMatch(element -> element instanceof Map<?, ?> object && hasMember(object, member)));
        }
        return hasElement(list, candidate);
    }

    private static boolean hasElement(List<?> list, Object candidate) {
        return list.stream().anyMatch(element -> contains(element, candidate));
    }

    private static boolean hasMember(Map<?, ?> object, Map.Entry<?, ?> member) {
        Object value = object.get(member.getKey());
        return value != null && areEqual(value, member.getValue());
    }

    /** Compares documents; numbers are equal by their values. */
    private static boolean areEqual(Object left, Object right) {
        if (left instanceof Number number && right instanceof Number second) {
            return number.equals(second) || number.doubleValue() == second.doubleValue();
        }
        if (left instanceof List<?> list && right instanceof List<?> second) {
            boolean equal = list.size() == second.size();
            for (int i = 0; equal && i < list.size(); i++) {
                equal = areEqual(list.get(i), second.get(i));
            }
            return equal;
        }
        if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> second) {
            return map.size() == second.size() && second.entrySet().stream().allMatch(member -> hasMember(map, member));
        }
        return left.equals(right);
    }
}
