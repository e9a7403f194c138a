package dev.cairn.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Moves a migration, and those that were recorded after it, to the end of the chain, so that they come after what is there
 * now.
 *
 * @param moves each that has another number, another parent or another name then, in their order
 */
public record Rebase(List<Move> moves) {
    public Rebase {
        moves = List.copyOf(moves);
    }

    /** One migration, before and after. */
    public record Move(Migration from, Migration to) {}

    /** Empty where there is none of the name. */
    public static Optional<Rebase> of(List<Migration> migrations, String name) {
        Optional<Migration> first = migrations.stream()
                .filter(migration -> migration.name().equals(name))
                .findFirst();
        return first.map(found -> of(migrations, found));
    }

    private static Rebase of(List<Migration> migrations, Migration first) {
        List<Migration> moved = ChainOrder.descent(migrations, first);
        List<Migration> staying = new ArrayList<>(migrations);
        staying.removeAll(moved);
        staying.sort(Comparator.comparingInt(Migration::number).thenComparing(Migration::name));
        int number = staying.isEmpty() ? 0 : staying.get(staying.size() - 1).number();
        String after = staying.isEmpty() ? "" : staying.get(staying.size() - 1).hash();
        List<Move> moves = new ArrayList<>();
        for (Migration from : moved) {
            number++;
            Migration to = from.moved(number, after);
            after = to.hash();
            if (!to.equals(from)) {
                moves.add(new Move(from, to));
            }
        }
        return new Rebase(moves);
    }
}
