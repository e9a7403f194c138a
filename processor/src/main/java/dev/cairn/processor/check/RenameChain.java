package dev.cairn.processor.check;

import dev.cairn.processor.model.PreviousName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an object can have had its old name although another object has that name now: the other object must
 * have been renamed, too. If the renames form a cycle, they can be recognized only if the objects differ.
 *
 * @param previousName the old name; empty if the object was never renamed
 * @param findByName the object that has a name now
 * @param content renders an object without its name
 */
public record RenameChain<T>(
        Function<T, Optional<String>> previousName,
        Function<String, Optional<T>> findByName,
        Function<T, Object> content) {
    public static Optional<String> nameOf(@Nullable PreviousName name) {
        return Optional.ofNullable(name).map(PreviousName::name);
    }

    /** Returns the remedy if the object can't have had its old name. */
    public String describeRemedy(T object) {
        return isCyclic(object)
                ? "these names form a cycle of objects that do not differ: rename in two migrations, by way of a third"
                        + " name, or remove @RenamedFrom"
                : "remove @RenamedFrom";
    }

    private boolean isCyclic(T object) {
        List<T> visitedObjects = new ArrayList<>();
        Optional<T> currentItem = Optional.of(object);
        while (currentItem.isPresent() && !visitedObjects.contains(currentItem.get())) {
            visitedObjects.add(currentItem.get());
            currentItem = previousName.apply(currentItem.get()).flatMap(findByName);
        }
        return currentItem.isPresent();
    }

    /** Returns whether an object can have had its old name, even if another object has that name now. */
    public boolean isPossible(T object) {
        List<T> visitedObjects = new ArrayList<>(List.of(object));
        Optional<T> currentItem = previousName.apply(object).flatMap(findByName);
        while (currentItem.isPresent() && !visitedObjects.contains(currentItem.get())) {
            visitedObjects.add(currentItem.get());
            Optional<String> olderName = previousName.apply(currentItem.get());
            if (olderName.isEmpty()) {
                return visitedObjects.size() > 2; // in a longer chain, the last renamed object is reported instead
            }
            currentItem = olderName.flatMap(findByName);
        }
        return currentItem.isEmpty()
                || visitedObjects.stream().map(content).distinct().count() > 1;
    }
}
