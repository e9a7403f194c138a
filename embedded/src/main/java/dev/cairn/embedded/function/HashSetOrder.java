package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The order in which a backend reads the elements of a set, such as those of {@code array_unique_agg}. The set has a
 * table of places; an element is at the first free place from the one that its hash determines. A table that is full to
 * seven eighths is replaced by one of twice the size, into which the elements are moved in their order.
 */
final class HashSetOrder {
    private static final int FREE_PLACE = -1;
    /** The lowest bits of a hash, which do not determine its place. */
    private static final int TAG_BITS = 7;
    /** The number of places that a backend examines at once. */
    private static final int GROUP_SIZE = 16;

    private final long[] hashes;
    /** The number of the element at each place; there is one place less than a power of two. */
    private int[] elementsByPlace = new int[0];

    private int freePlaces;

    private HashSetOrder(long[] hashes) {
        this.hashes = hashes;
    }

    static List<JavaFunction> functions() {
        return List.of(helper("set_order", TEXT).returningText(arguments -> sort(arguments.textAt(0))));
    }

    /**
     * Returns the numbers of the elements, from 1, in the order of the set.
     *
     * @param hashes the hashes of the elements in the order in which they are added, separated by commas
     */
    private static String sort(String hashes) {
        return Arrays.stream(sort(Arrays.stream(hashes.split(",", -1))
                        .mapToLong(Long::parseUnsignedLong)
                        .toArray()))
                .mapToObj(element -> String.valueOf(element + 1))
                .collect(Collectors.joining(","));
    }

    /** Returns the numbers of the elements with these hashes, from 0, in the order of the set. */
    static int[] sort(long[] hashes) {
        HashSetOrder set = new HashSetOrder(hashes);
        for (int element = 0; element < hashes.length; element++) {
            set.add(element);
        }
        return Arrays.stream(set.elementsByPlace)
                .filter(element -> element != FREE_PLACE)
                .toArray();
    }

    private void add(int element) {
        if (freePlaces == 0) {
            grow();
        }
        elementsByPlace[findPlace(hashes[element])] = element;
        freePlaces--;
    }

    private void grow() {
        int[] elements = elementsByPlace;
        elementsByPlace = new int[2 * elements.length + 1];
        Arrays.fill(elementsByPlace, FREE_PLACE);
        freePlaces = elementsByPlace.length - elementsByPlace.length / 8;
        for (int element : elements) {
            if (element != FREE_PLACE) {
                elementsByPlace[findPlace(hashes[element])] = element;
                freePlaces--;
            }
        }
    }

    private int findPlace(long hash) {
        int mask = elementsByPlace.length;
        int start = (int) (hash >>> TAG_BITS) & mask;
        for (int step = GROUP_SIZE; ; step += GROUP_SIZE) {
            for (int i = start; i < start + GROUP_SIZE; i++) {
                int place = i & mask;
                if (place < elementsByPlace.length && elementsByPlace[place] == FREE_PLACE) {
                    return place;
                }
            }
            start = start + step & mask;
        }
    }
}
