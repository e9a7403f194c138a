package dev.cairn.plan.change;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names that renames exchange: each becomes the next one, and the last one becomes the first. */
public record RenameCycle<N>(List<N> names) {
    public RenameCycle {
        names = List.copyOf(names);
    }

    boolean contains(N name) {
        return names.contains(name);
    }

    <M> RenameCycle<M> map(Function<N, M> converter) {
        return new RenameCycle<>(names.stream().map(converter).toList());
    }

    /** Returns the new name of the name at an index. */
    N newName(int index) {
        return names.get((index + 1) % names.size());
    }

    /** Returns the sum of a count for each old name and its new name. */
    long sumIfRenamed(ToLongBiFunction<N, N> count) {
        return IntStream.range(0, names.size())
                .mapToLong(i -> count.applyAsLong(names.get(i), newName(i)))
                .sum();
    }

    /** Returns the sum of a count for each name and itself, as if the renames had been carried out before. */
    long sumIfKept(ToLongBiFunction<N, N> count) {
        return names.stream().mapToLong(name -> count.applyAsLong(name, name)).sum();
    }

    /** Describes the cycle as the beginning of a message. */
    String describe(Function<N, String> nameText) {
        return "@RenamedFrom exchanges the names "
                + names.stream().map(nameText).collect(Collectors.joining("\", \"", "\"", "\"")) + " in a cycle";
    }
}
