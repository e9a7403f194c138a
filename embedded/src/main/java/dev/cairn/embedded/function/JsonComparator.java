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
        if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            return compare(one, other);
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            return compare(one, other);
        }
        if (isInteger(left) && isInteger(right)) {
            return new BigInteger(left.toString()).compareTo(new BigInteger(right.toString()));
        }
        if (left instanceof Number one && right instanceof Number other) {
            return Double.compare(one.doubleValue() + 0.0, other.doubleValue() + 0.0);
        }
        if (left instanceof String one && right instanceof String other) {
            return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
        }
        return left instanceof Boolean one && right instanceof Boolean other
                ? one.compareTo(other)
                : rank(left) - rank(right);
    }

    /** Compares objects by the first member of the left one that the right one lacks, or has with another value. */
    private int compare(Map<?, ?> left, Map<?, ?> right) {
        for (Map.Entry<?, ?> member : left.entrySet()) {
            Object other = right.get(member.getKey());
            int order = other == null ? 1 : compare(member.getValue(), other);
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

    private static int rank(Object value) {
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
