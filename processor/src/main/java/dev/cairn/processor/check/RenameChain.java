package dev.cairn.processor.check;

import dev.cairn.processor.model.PreviousName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an object can have had its previous name. If another object has that name now, the other object must
 * have been renamed, too. If the renames form a cycle, they can be recognized only if the objects differ.
 *
 * @param findPreviousName returns the previous name of an object; empty if it was never renamed
 * @param findByName returns the object that has a name now; empty if no object has it
 * @param toContent returns the content of an object, without its name
 */
public record RenameChain<T>(
        Function<T, Optional<String>> findPreviousName,
        Function<String, Optional<T>> findByName,
        Function<T, Object> toContent) {
    /** Returns a previous name as text; empty for null. */
    public static Optional<String> findName(@Nullable PreviousName name) {
        return Optional.ofNullable(name).map(PreviousName::name);
    }

    /** Returns the remedy for an object that can't have had its previous name. */
    public String describeRemedy(T object) {
        return isCyclic(object)
                ? "these names form a cycle of objects that do not differ: rename in two migrations, by way of a third"
                        + " name, or remove @RenamedFrom"
                : "remove @RenamedFrom";
    }

    /** Returns whether the previous names lead back to an object. */
    boolean isCyclic(T object) {
        List<T> visitedObjects = new ArrayList<>();
        Optional<T> currentObject = Optional.of(object);
        while (currentObject.isPresent() && !visitedObjects.contains(currentObject.get())) {
            visitedObjects.add(currentObject.get());
            currentObject = findPreviousName.apply(currentObject.get()).flatMap(findByName);
        }
        return currentObject.isPresent();
    }

    /** Returns whether an object can have had its previous name, even if another object has that name now. */
    public boolean mayHavePreviousName(T object) {
        List<T> visitedObjects = new ArrayList<>(List.of(object));
        Optional<T> currentObject = findPreviousName.apply(object).flatMap(findByName);
        while (currentObject.isPresent() && !visitedObjects.contains(currentObject.get())) {
            visitedObjects.add(currentObject.get());
            Optional<String> olderName = findPreviousName.apply(currentObject.get());
            if (olderName.isEmpty()) {
                return visitedObjects.size() > 2; // in a longer chain, the last renamed object is reported instead
            }
            currentObject = olderName.flatMap(findByName);
        }
        return currentObject.isEmpty()
                || visitedObjects.stream().map(toContent).distinct().count() > 1;
    }
}
