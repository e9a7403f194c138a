package dev.cairn.embedded.function;

import dev.cairn.engine.value.JsonReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The order of JSON documents: null, truth values, arrays, objects, numbers, texts; shorter arrays come first. */
final class JsonComparator implements Comparator<Object> {
    @Override
    public int compare(Object left, Object right) {
        if (left instanceof Map<?, ?> leftValue && right instanceof Map<?, ?> rightValue) {
            return compare(leftValue, rightValue);
        }
        if (left instanceof List<?> leftValue && right instanceof List<?> rightValue) {
            return compare(leftValue, rightValue);
        }
        if (isInteger(left) && isInteger(right)) {
            return new BigInteger(left.toString()).compareTo(new BigInteger(right.toString()));
        }
        if (left instanceof Number leftValue && right instanceof Number rightValue) {
            return Double.compare(leftValue.doubleValue() + 0.0, rightValue.doubleValue() + 0.0);
        }
        if (left instanceof String leftValue && right instanceof String rightValue) {
            return Arrays.compareUnsigned(
                    leftValue.getBytes(StandardCharsets.UTF_8), rightValue.getBytes(StandardCharsets.UTF_8));
        }
        return left instanceof Boolean leftValue && right instanceof Boolean rightValue
                ? leftValue.compareTo(rightValue)
                : typeRank(left) - typeRank(right);
    }

    /** Compares objects by the first member of the left one that the right one lacks, or has with another value. */
    private int compare(Map<?, ?> left, Map<?, ?> right) {
        for (Map.Entry<?, ?> member : left.entrySet()) {
            Object rightMember = right.get(member.getKey());
            int order = rightMember == null ? 1 : compare(member.getValue(), rightMember);
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
