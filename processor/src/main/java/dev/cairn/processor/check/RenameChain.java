package dev.cairn.processor.check;

import dev.cairn.processor.model.OldName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names that were passed on: what has the old name of one now has it from yet another one. Where they go round in a circle,
 * it can only be told that they did if what has them differs.
 *
 * @param before what something was called before; empty if it always was called as it is now
 * @param named what has a name now
 * @param content what something is, whatever its name
 */
public record RenameChain<T>(
        Function<T, Optional<String>> before, Function<String, Optional<T>> named, Function<T, Object> content) {
    public static Optional<String> text(@Nullable OldName name) {
        return Optional.ofNullable(name).map(OldName::name);
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
