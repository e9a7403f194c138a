package dev.cairn.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The moves of a migration, and of the migrations recorded after it, to the end of the chain.
 *
 * @param moves the migrations whose number, predecessor or name changes, in their order in the chain
 * @param commonNumber the number of the last migration that a database which ran a moved one shares with the new chain;
 *     0 if it shares none
 */
public record MigrationRebase(List<Move> moves, int commonNumber) {
    public MigrationRebase {
        moves = List.copyOf(moves);
    }

    /** A migration before and after the move. */
    public record Move(Migration original, Migration movedMigration) {}

    /** Plans the rebase of a migration, or of the branch to which it belongs; empty if no migration has this name. */
    public static Optional<MigrationRebase> plan(List<Migration> migrations, String name) {
        return migrations.stream()
                .filter(migration -> migration.name().equals(name))
                .findFirst()
                .map(migration -> moveToEnd(migrations, findStartOfBranch(migrations, migration)));
    }

    /**
     * Returns the first migration of the branch to which a migration belongs; the migration itself if the chain does
     * not fork before it. If only the end of the branch were moved, the beginning would still conflict with the other
     * branch, and would run after the end once the beginning is moved, too.
     */
    private static Migration findStartOfBranch(List<Migration> migrations, Migration migration) {
        Set<Migration> ancestors = new HashSet<>();
        Optional<Migration> ancestor = Optional.of(migration);
        while (ancestor.isPresent() && !ancestor.get().predecessorHash().isEmpty() && ancestors.add(ancestor.get())) {
            Migration candidate = ancestor.get();
            boolean isForked = migrations.stream()
                    .anyMatch(otherMigration -> !otherMigration.equals(candidate)
                            && otherMigration.predecessorHash().equals(candidate.predecessorHash()));
            if (isForked) {
                return candidate;
            }
            ancestor = migrations.stream()
                    .filter(predecessor -> predecessor.hash().equals(candidate.predecessorHash()))
                    .findFirst();
        }
        return migration;
    }

    /**
     * Returns a migration and the migrations recorded after it. If one of these was edited later, the next migration
     * names a hash that no longer belongs to any migration. This next migration is also moved, because otherwise the
     * migrations would run in another order.
     */
    private static List<Migration> collectMigrationsToMove(List<Migration> migrations, Migration firstMigration) {
        List<Migration> migrationsToMove = new ArrayList<>(ChainOrder.findDescendants(migrations, firstMigration));
        Optional<Migration> nextMigration = Optional.of(firstMigration);
        while (nextMigration.isPresent()) {
            int lastNumber = migrationsToMove.get(migrationsToMove.size() - 1).number();
            boolean isLastNumberUnique = migrations.stream()
                    .noneMatch(candidate -> candidate.number() == lastNumber && !migrationsToMove.contains(candidate));
            nextMigration = migrations.stream()
                    .filter(candidate -> isLastNumberUnique
                            && candidate.number() == lastNumber + 1
                            && !migrationsToMove.contains(candidate))
                    .filter(candidate -> migrations.stream()
                            .noneMatch(otherMigration -> otherMigration.hash().equals(candidate.predecessorHash())))
                    .findFirst();
            nextMigration.ifPresent(editedMigration ->
                    migrationsToMove.addAll(ChainOrder.findDescendants(migrations, editedMigration)));
        }
        return migrationsToMove;
    }

    private static MigrationRebase moveToEnd(List<Migration> migrations, Migration firstMigration) {
        List<Migration> migrationsToMove = collectMigrationsToMove(migrations, firstMigration);
        List<Migration> remainingMigrations = new ArrayList<>(migrations);
        remainingMigrations.removeAll(migrationsToMove);
        remainingMigrations.sort(Comparator.comparingInt(Migration::number).thenComparing(Migration::name));
        int number = 0;
        String predecessorHash = "";
        if (firstMigration.isCheckpoint()) {
            number = firstMigration.number() - 1; // a checkpoint keeps its place
        } else if (!remainingMigrations.isEmpty()) {
            Migration predecessor = remainingMigrations.get(remainingMigrations.size() - 1);
            number = predecessor.number();
            predecessorHash = predecessor.hash();
        }
        List<Move> moves = new ArrayList<>();
        for (Migration original : migrationsToMove) {
            number++;
            Migration movedMigration = original.withPosition(number, predecessorHash);
            predecessorHash = movedMigration.hash();
            if (!movedMigration.equals(original)) {
                moves.add(new Move(original, movedMigration));
            }
        }
        int commonNumber =
                moves.isEmpty() ? 0 : findCommonNumber(migrations, moves.get(0).original());
        return new MigrationRebase(moves, commonNumber);
    }

    /**
     * Returns the number of the last migration before a moved one that is as it was when the moved one was recorded. If
     * its predecessor was edited or removed, databases that ran the moved migration have also run that predecessor.
     */
    private static int findCommonNumber(List<Migration> migrations, Migration firstMoved) {
        int previousNumber = firstMoved.number() - 1;
        boolean isPredecessorUnchanged = firstMoved.predecessorHash().isEmpty()
                || migrations.stream()
                        .anyMatch(migration -> migration.hash().equals(firstMoved.predecessorHash())
                                || (migration.isCheckpoint() && migration.number() > previousNumber));
        return isPredecessorUnchanged
                ? previousNumber
                : migrations.stream()
                        .mapToInt(Migration::number)
                        .filter(number -> number < previousNumber)
                        .max()
                        .orElse(0);
    }
}
