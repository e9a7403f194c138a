package dev.cairn.processor.check;

import dev.cairn.processor.model.PreviousName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an object can have had its old name although another object has that name now: the other object must have been
 * renamed, too. If the renames form a cycle, they can be recognized only if the objects differ.
 *
 * @param before the old name; empty if the object was never renamed
 * @param named the object that has a name now
 * @param content the content of an object without its name
 */
public record RenameChain<T>(
        Function<T, Optional<String>> before, Function<String, Optional<T>> named, Function<T, Object> content) {
    public static Optional<String> text(@Nullable PreviousName name) {
        return Optional.ofNullable(name).map(PreviousName::name);
    }

    /** What to do if the object can't have had its old name. */
    public String remedy(T one) {
        return isCyclic(one)
                ? "these names form a cycle of objects that do not differ: rename in two migrations, by way of a third"
                        + " name, or remove @RenamedFrom"
                : "remove @RenamedFrom";
    }

    private boolean isCyclic(T one) {
        List<T> passed = new ArrayList<>();
        Optional<T> next = Optional.of(one);
        while (next.isPresent() && !passed.contains(next.get())) {
            passed.add(next.get());
            next = before.apply(next.get()).flatMap(named);
        }
        return next.isPresent();
    }

    /** Whether an object can have had its old name, even if another object has that name now. */
    public boolean canBe(T one) {
        List<T> passed = new ArrayList<>(List.of(one));
        Optional<T> next = before.apply(one).flatMap(named);
        while (next.isPresent() && !passed.contains(next.get())) {
            passed.add(next.get());
            Optional<String> older = before.apply(next.get());
            if (older.isEmpty()) {
                return passed.size() > 2; // otherwise it is the one before that can't be
            }
            next = older.flatMap(named);
        }
        return next.isEmpty() || passed.stream().map(content).distinct().count() > 1;
    }
}
