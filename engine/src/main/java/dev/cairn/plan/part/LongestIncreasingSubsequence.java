package dev.cairn.plan.part;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The longest ascending subsequence of numbers, not all of them neighbours. */
public final class LongestIncreasingSubsequence {
    private LongestIncreasingSubsequence() {}

    public static List<Integer> of(List<Integer> numbers) {
        int size = numbers.size();
        int[] length = new int[size];
        int[] previous = new int[size];
        Arrays.fill(previous, -1);
        int last = -1;
        for (int i = 0; i < size; i++) {
            length[i] = 1;
            for (int j = 0; j < i; j++) {
                if (numbers.get(j) < numbers.get(i) && length[j] + 1 > length[i]) {
                    length[i] = length[j] + 1;
                    previous[i] = j;
                }
            }
            if (last < 0 || length[i] > length[last]) {
                last = i;
            }
        }
        Deque<Integer> run = new ArrayDeque<>();
        for (int i = last; i >= 0; i = previous[i]) {
            run.push(numbers.get(i));
        }
        return List.copyOf(run);
    }
}
