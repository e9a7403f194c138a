package dev.cairn.plan.part;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Selects the columns that keep their places when the order of columns changes, so that the others move at the least
 * cost: the heaviest common subsequence of both orders.
 */
public final class ColumnOrder {
    private ColumnOrder() {}

    /**
     * Returns the names that can keep their places while the others move. Both lists contain these names in the same
     * order, and the sum of their weights is maximal.
     *
     * @param weightFunction returns the cost of moving a column, which is positive
     */
    public static Set<String> findUnmovedNames(
            List<String> namesBefore, List<String> namesAfter, ToIntFunction<String> weightFunction) {
        List<String> commonNames =
                namesBefore.stream().filter(namesAfter::contains).distinct().toList();
        int commonNameCount = commonNames.size();
        int[] positionsAfter =
                commonNames.stream().mapToInt(namesAfter::indexOf).toArray();
        int[] weightSums = new int[commonNameCount];
        int[] predecessors = new int[commonNameCount];
        Arrays.fill(predecessors, -1);
        // weightSums[i] is the greatest weight of a common subsequence that ends with name i, and predecessors[i] is
        // the index of the name before it, or -1.
        int heaviestLastIndex = -1;
        for (int i = 0; i < commonNameCount; i++) {
            for (int j = 0; j < i; j++) {
                if (positionsAfter[j] < positionsAfter[i]
                        && weightSums[j] > (predecessors[i] < 0 ? 0 : weightSums[predecessors[i]])) {
                    predecessors[i] = j;
                }
            }
            weightSums[i] = weightFunction.applyAsInt(commonNames.get(i))
                    + (predecessors[i] < 0 ? 0 : weightSums[predecessors[i]]);
            if (heaviestLastIndex < 0 || weightSums[i] > weightSums[heaviestLastIndex]) {
                heaviestLastIndex = i;
            }
        }
        Set<String> namesInPlace = new HashSet<>();
        for (int i = heaviestLastIndex; i >= 0; i = predecessors[i]) {
            namesInPlace.add(commonNames.get(i));
        }
        return namesInPlace;
    }
}
