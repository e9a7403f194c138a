package dev.cairn.engine.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reproduces the order in which the server prints the content of a hash map. A {@code java.util.HashMap} iterates over
 * its buckets from first to last, and doubles their number when three quarters are used.
 */
public final class HashOrder {
    private static final int INITIAL_BUCKETS = 16;

    private HashOrder() {}

    public static List<String> sort(Collection<String> names) {
        int buckets = INITIAL_BUCKETS;
        while (names.size() > buckets * 3 / 4) {
            buckets *= 2;
        }
        Map<Integer, List<String>> byBucket = new TreeMap<>();
        for (String name : names) {
            int hash = name.hashCode();
            int bucket = (hash ^ hash >>> 16) & buckets - 1;
            byBucket.computeIfAbsent(bucket, ignored -> new ArrayList<>()).add(name);
        }
        List<String> ordered = new ArrayList<>(names.size());
        byBucket.values().forEach(ordered::addAll);
        return ordered;
    }
}
