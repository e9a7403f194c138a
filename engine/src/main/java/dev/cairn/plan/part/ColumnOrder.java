package dev.cairn.plan.part;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** The order of columns, of which a change should move as few as possible. */
public final class ColumnOrder {
    private ColumnOrder() {}

    /**
     * Returns the names that can keep their places while the others move: those in both lists whose order is the same,
     * chosen so that the sum of their weights is greatest.
     *
     * @param weights the positive cost of moving a column
     */
    public static Set<String> findNamesInPlace(
            List<String> namesBefore, List<String> namesAfter, ToIntFunction<String> weights) {
        List<String> names =
                namesBefore.stream().filter(namesAfter::contains).distinct().toList();
        int size = names.size();
        int[] positions = names.stream().mapToInt(namesAfter::indexOf).toArray();
        int[] sums = new int[size];
        int[] predecessors = new int[size];
        Arrays.fill(predecessors, -1);
        int heaviestEnd = -1;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                if (positions[j] < positions[i] && sums[j] > (predecessors[i] < 0 ? 0 : sums[predecessors[i]])) {
                    predecessors[i] = j;
                }
            }
            sums[i] = weights.applyAsInt(names.get(i)) + (predecessors[i] < 0 ? 0 : sums[predecessors[i]]);
            if (heaviestEnd < 0 || sums[i] > sums[heaviestEnd]) {
                heaviestEnd = i;
            }
        }
        Set<String> namesInPlace = new HashSet<>();
        for (int i = heaviestEnd; i >= 0; i = predecessors[i]) {
            namesInPlace.add(names.get(i));
        }
        return namesInPlace;
    }
}
