package dev.cairn.embedded.function.document;

import dev.cairn.engine.value.JsonReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Orders JSON documents by their types: null, truth values, arrays, objects, numbers, strings. Shorter arrays come
 * first. As on a server, the order of objects is not consistent, so documents can't be sorted by this comparator.
 */
final class JsonComparator implements Comparator<Object> {
    @Override
    public int compare(Object left, Object right) {
        if (left instanceof Map<?, ?> leftMembers && right instanceof Map<?, ?> rightMembers) {
            return compare(leftMembers, rightMembers);
        }
        if (left instanceof List<?> leftElements && right instanceof List<?> rightElements) {
            return compare(leftElements, rightElements);
        }
        if (isInteger(left) && isInteger(right)) {
            return new BigInteger(left.toString()).compareTo(new BigInteger(right.toString()));
        }
        if (left instanceof Number leftNumber && right instanceof Number rightNumber) {
            // The addition turns -0.0 into 0.0.
            return Double.compare(leftNumber.doubleValue() + 0.0, rightNumber.doubleValue() + 0.0);
        }
        if (left instanceof String leftText && right instanceof String rightText) {
            return Arrays.compareUnsigned(
                    leftText.getBytes(StandardCharsets.UTF_8), rightText.getBytes(StandardCharsets.UTF_8));
        }
        return left instanceof Boolean leftBoolean && right instanceof Boolean rightBoolean
                ? leftBoolean.compareTo(rightBoolean)
                : typeRank(left) - typeRank(right);
    }

    /**
     * Compares objects by the first member of the left one that the right one lacks, or has with another value. The
     * left object is greater if the right one lacks the member, so each of two objects may be greater than the other.
     */
    private int compare(Map<?, ?> left, Map<?, ?> right) {
        for (Map.Entry<?, ?> memberEntry : left.entrySet()) {
            Object rightMember = right.get(memberEntry.getKey());
            int order = rightMember == null ? 1 : compare(memberEntry.getValue(), rightMember);
            if (order != 0) {
                return order;
            }
        }
        return left.size() - right.size();
    }

    private int compare(List<?> left, List<?> right) {
        int order = left.size() - right.size();
        for (int i = 0; order == 0 && i < left.size(); i++) {
            order = compare(left.get(i), right.get(i));
        }
        return order;
    }

    private static boolean isInteger(Object value) {
        return value instanceof Number && !(value instanceof Double);
    }

    private static int typeRank(Object value) {
        if (value == JsonReader.NULL) {
            return 0;
        }
        if (value instanceof Boolean) {
            return 1;
        }
        if (value instanceof List<?>) {
            return 2;
        }
        if (value instanceof Map<?, ?>) {
            return 3;
        }
        return value instanceof Number ? 4 : 5;
    }
}
