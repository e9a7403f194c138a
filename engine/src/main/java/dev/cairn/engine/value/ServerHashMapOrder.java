package dev.cairn.engine.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reproduces the order in which the server prints the content of a hash map. A {@code java.util.HashMap} iterates over
 * its buckets from first to last. It doubles the number of buckets when it contains more entries than three quarters of
 * this number.
 */
public final class ServerHashMapOrder {
    private static final int INITIAL_BUCKET_COUNT = 16;

    private ServerHashMapOrder() {}

    /**
     * Returns names in the order of a map.
     *
     * @param names distinct names, in the order of their insertion into the map
     */
    public static List<String> sort(Collection<String> names) {
        int bucketCount = INITIAL_BUCKET_COUNT;
        while (names.size() > bucketCount * 3 / 4) {
            bucketCount *= 2;
        }
        Map<Integer, List<String>> namesByBucket = new TreeMap<>();
        for (String name : names) {
            int hash = name.hashCode();
            int bucketIndex = (hash ^ hash >>> 16) & bucketCount - 1;
            namesByBucket
                    .computeIfAbsent(bucketIndex, ignored -> new ArrayList<>())
                    .add(name);
        }
        List<String> orderedNames = new ArrayList<>(names.size());
        namesByBucket.values().forEach(orderedNames::addAll);
        return orderedNames;
    }
}
