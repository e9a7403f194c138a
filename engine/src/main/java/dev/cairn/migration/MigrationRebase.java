package dev.cairn.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Moves a migration and those recorded after it to the end of the chain, after the other migrations.
 *
 * @param moves the migrations whose number, parent or name changes, in their order
 */
public record MigrationRebase(List<Move> moves) {
    public MigrationRebase {
        moves = List.copyOf(moves);
    }

    /** A migration before and after the move. */
    public record Move(Migration original, Migration movedMigration) {}

    /** Returns the rebase of the migration; empty if there is no migration with this name. */
    public static Optional<MigrationRebase> plan(List<Migration> migrations, String name) {
        return migrations.stream()
                .filter(migration -> migration.name().equals(name))
                .findFirst()
                .map(first -> moveToEnd(migrations, first));
    }

    /**
     * Returns a migration and those recorded after it. If one of these was edited later, the next migration names a
     * hash that no migration has any more. It is moved as well: otherwise the migrations would run in another order.
     */
    private static List<Migration> collectMigrationsToMove(List<Migration> migrations, Migration first) {
        List<Migration> migrationsToMove = new ArrayList<>(ChainOrder.findDescendants(migrations, first));
        Optional<Migration> nextMigration = Optional.of(first);
        while (nextMigration.isPresent()) {
            int lastNumber = migrationsToMove.get(migrationsToMove.size() - 1).number();
            boolean isLastNumberUnique = migrations.stream()
                    .noneMatch(other -> other.number() == lastNumber && !migrationsToMove.contains(other));
            nextMigration = migrations.stream()
                    .filter(other ->
                            isLastNumberUnique && other.number() == lastNumber + 1 && !migrationsToMove.contains(other))
                    .filter(other -> migrations.stream()
                            .noneMatch(knownMigration -> knownMigration.hash().equals(other.predecessorHash())))
                    .findFirst();
            nextMigration.ifPresent(editedMigration ->
                    migrationsToMove.addAll(ChainOrder.findDescendants(migrations, editedMigration)));
        }
        return migrationsToMove;
    }

    private static MigrationRebase moveToEnd(List<Migration> migrations, Migration first) {
        List<Migration> migrationsToMove = collectMigrationsToMove(migrations, first);
        List<Migration> remainingMigrations = new ArrayList<>(migrations);
        remainingMigrations.removeAll(migrationsToMove);
        remainingMigrations.sort(Comparator.comparingInt(Migration::number).thenComparing(Migration::name));
        int number = 0;
        String predecessorHash = "";
        if (first.isCheckpoint()) {
            number = first.number() - 1; // a checkpoint keeps its place
        } else if (!remainingMigrations.isEmpty()) {
            Migration predecessor = remainingMigrations.get(remainingMigrations.size() - 1);
            number = predecessor.number();
            predecessorHash = predecessor.hash();
        }
        List<Move> moves = new ArrayList<>();
        for (Migration original : migrationsToMove) {
            number++;
            Migration movedMigration = original.moveTo(number, predecessorHash);
            predecessorHash = movedMigration.hash();
            if (!movedMigration.equals(original)) {
                moves.add(new Move(original, movedMigration));
            }
        }
        return new MigrationRebase(moves);
    }
}
