package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The order in which a backend reads the elements of a set, such as the set of {@code array_unique_agg}. The set has a
 * table of slots; an element is stored in the first free slot of its probe sequence, which starts at the slot that its
 * hash determines. A large table is full when seven eighths of its slots are used. A full table is replaced by a table
 * of about twice the size, to which the elements are moved in their order.
 */
public final class BackendHashSetOrder {
    private static final int FREE_SLOT = -1;
    /** The number of the lowest bits of a hash, which do not determine its slot. */
    private static final int TAG_BITS = 7;
    /** The number of slots that a backend examines at once. */
    private static final int GROUP_SIZE = 16;

    private final long[] hashes;
    /** The index of the element in each slot; the number of slots is a power of two minus one. */
    private int[] elementIndexBySlot = new int[0];

    /** The number of elements that can be added before the table grows. It can be 0 although some slots are free. */
    private int remainingCapacity;

    private BackendHashSetOrder(long[] hashes) {
        this.hashes = hashes;
    }

    public static List<JavaFunction> functions() {
        return List.of(helper("set_order", TEXT).returningText(arguments -> computeOrder(arguments.textAt(0))));
    }

    /**
     * Returns the numbers of the elements, from 1, in the order of the set.
     *
     * @param joinedHashes the hashes of the elements in the order in which they are added, separated by commas
     */
    private static String computeOrder(String joinedHashes) {
        return Arrays.stream(computeOrder(UnsignedNumberList.parse(joinedHashes)))
                .mapToObj(elementIndex -> String.valueOf(elementIndex + 1))
                .collect(Collectors.joining(","));
    }

    /** Returns the indexes of the elements with these hashes, in the order of the set. */
    static int[] computeOrder(long[] hashes) {
        BackendHashSetOrder set = new BackendHashSetOrder(hashes);
        for (int elementIndex = 0; elementIndex < hashes.length; elementIndex++) {
            set.add(elementIndex);
        }
        return Arrays.stream(set.elementIndexBySlot)
                .filter(elementIndex -> elementIndex != FREE_SLOT)
                .toArray();
    }

    private void add(int elementIndex) {
        if (remainingCapacity == 0) {
            grow();
        }
        elementIndexBySlot[findFreeSlot(hashes[elementIndex])] = elementIndex;
        remainingCapacity--;
    }

    private void grow() {
        int[] oldElementIndexes = elementIndexBySlot;
        elementIndexBySlot = new int[2 * oldElementIndexes.length + 1];
        Arrays.fill(elementIndexBySlot, FREE_SLOT);
        remainingCapacity = elementIndexBySlot.length - elementIndexBySlot.length / 8;
        for (int elementIndex : oldElementIndexes) {
            if (elementIndex != FREE_SLOT) {
                elementIndexBySlot[findFreeSlot(hashes[elementIndex])] = elementIndex;
                remainingCapacity--;
            }
        }
    }

    /** Returns the first free slot of the probe sequence of a hash. There must be a free slot. */
    private int findFreeSlot(long hash) {
        int mask = elementIndexBySlot.length;
        int start = (int) (hash >>> TAG_BITS) & mask;
        for (int probeDistance = GROUP_SIZE; ; probeDistance += GROUP_SIZE) {
            for (int i = start; i < start + GROUP_SIZE; i++) {
                int slot = i & mask; // the last number, which equals the mask, is not a slot
                if (slot < elementIndexBySlot.length && elementIndexBySlot[slot] == FREE_SLOT) {
                    return slot;
                }
            }
            start = start + probeDistance & mask;
        }
    }
}
