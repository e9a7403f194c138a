package dev.cairn.embedded.function.document;

import dev.cairn.engine.value.JsonReader;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a JSON document contains another one, by the rules of {@code json_contains}. A document contains
 * null, and every document that equals it. An object contains another object if it has all members of the other one,
 * with equal values. An array contains a scalar value if one of its elements contains the value. It contains another
 * array if it contains each element of the other array. It contains an object if each member of the object is in some
 * element, not necessarily in the same one.
 */
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
        if (target instanceof Map<?, ?> targetMembers && candidate instanceof Map<?, ?> candidateMembers) {
            return candidateMembers.entrySet().stream().allMatch(memberEntry -> hasMember(targetMembers, memberEntry));
        }
        if (!(target instanceof List<?> targetElements)) {
            return false;
        }
        if (candidate instanceof List<?> candidateElements) {
            return candidateElements.stream().allMatch(element -> isInAnyElement(targetElements, element));
        }
        if (candidate instanceof Map<?, ?> candidateMembers) {
            return candidateMembers.entrySet().stream()
                    .allMatch(memberEntry -> targetElements.stream()
                            .anyMatch(
                                    element -> element instanceof Map<?, ?> object && hasMember(object, memberEntry)));
        }
        return isInAnyElement(targetElements, candidate);
    }

    private static boolean isInAnyElement(List<?> elements, Object candidate) {
        return elements.stream().anyMatch(element -> contains(element, candidate));
    }

    private static boolean hasMember(Map<?, ?> object, Map.Entry<?, ?> memberEntry) {
        Object value = object.get(memberEntry.getKey());
        return value != null && areEqual(value, memberEntry.getValue());
    }

    /** Compares documents; numbers are equal by their values. */
    private static boolean areEqual(Object left, Object right) {
        if (left instanceof Number leftNumber && right instanceof Number rightNumber) {
            return leftNumber.equals(rightNumber) || leftNumber.doubleValue() == rightNumber.doubleValue();
        }
        if (left instanceof List<?> leftElements && right instanceof List<?> rightElements) {
            boolean areElementsEqual = leftElements.size() == rightElements.size();
            for (int i = 0; areElementsEqual && i < leftElements.size(); i++) {
                areElementsEqual = areEqual(leftElements.get(i), rightElements.get(i));
            }
            return areElementsEqual;
        }
        if (left instanceof Map<?, ?> leftMembers && right instanceof Map<?, ?> rightMembers) {
            return leftMembers.size() == rightMembers.size()
                    && rightMembers.entrySet().stream().allMatch(memberEntry -> hasMember(leftMembers, memberEntry));
        }
        return left.equals(right);
    }
}
