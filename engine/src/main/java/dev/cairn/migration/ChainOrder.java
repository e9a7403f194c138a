package dev.cairn.migration;

import dev.cairn.migration.ChainProblem.Attribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Orders migrations into a chain and reports where the chain breaks. A migration is displaced if another one takes its
 * number, or if it was recorded after a displaced migration. Only the first displaced migration of a branch is
 * reported, because the other ones are its consequences.
 */
final class ChainOrder {
    private final Map<Migration, String> hashByMigration = new HashMap<>();
    private final Map<String, List<Migration>> childrenByParentHash = new HashMap<>();
    private final Map<String, Migration> placedMigrationByHash = new HashMap<>();
    private final Set<String> displacedHashes = new HashSet<>();
    private final List<Migration> validMigrations = new ArrayList<>();
    private final List<ChainProblem> problems = new ArrayList<>();
    private final Map<Integer, List<Migration>> candidatesByNumber;
    private final @Nullable Migration startCheckpoint;
    private @Nullable Migration lastMigration;
    private boolean isBroken;

    private ChainOrder(List<Migration> migrations) {
        candidatesByNumber = new TreeMap<>();
        List<Migration> sortedMigrations = new ArrayList<>(migrations);
        sortedMigrations.sort(Comparator.comparing(Migration::name));
        startCheckpoint = findStartCheckpoint(sortedMigrations);
        for (Migration migration : sortedMigrations) {
            hashByMigration.put(migration, migration.hash());
            childrenByParentHash
                    .computeIfAbsent(migration.predecessorHash(), parentHash -> new ArrayList<>())
                    .add(migration);
            if (!isReplaced(migration)) {
                candidatesByNumber
                        .computeIfAbsent(migration.number(), number -> new ArrayList<>())
                        .add(migration);
            }
        }
    }

    /**
     * Returns the last checkpoint, at which the chain starts because it replaces all earlier migrations; null for a
     * chain without checkpoints.
     */
    private static @Nullable Migration findStartCheckpoint(List<Migration> sortedMigrations) {
        Migration checkpoint = null;
        for (Migration migration : sortedMigrations) {
            boolean isLater = checkpoint == null || migration.number() > checkpoint.number();
            checkpoint = migration.isCheckpoint() && isLater ? migration : checkpoint;
        }
        return checkpoint;
    }

    private boolean isReplaced(Migration migration) {
        return startCheckpoint != null
                && migration.number() <= startCheckpoint.number()
                && !migration.equals(startCheckpoint);
    }

    /**
     * Reports the migrations that still exist although the checkpoint replaces them. The last replaced migration, whose
     * hash the checkpoint has, does not displace the migrations that were recorded after it.
     */
    private void reportReplacedMigrations(Migration checkpointMigration, List<Migration> migrations) {
        for (Migration migration : migrations) {
            if (isReplaced(migration)) {
                if (!isDisplaced(migration)) {
                    report(
                            migration,
                            ChainRule.REPLACED,
                            migration.number() == checkpointMigration.number() ? Attribute.AFTER : Attribute.NUMBER,
                            migration.name(),
                            checkpointMigration.name());
                }
                if (!hash(migration).equals(hash(checkpointMigration))) {
                    displacedHashes.add(hash(migration));
                }
            }
        }
    }

    static ChainOrder of(List<Migration> migrations) {
        ChainOrder chainOrder = new ChainOrder(migrations);
        if (chainOrder.startCheckpoint != null) {
            chainOrder.reportReplacedMigrations(chainOrder.startCheckpoint, migrations);
        }
        chainOrder.candidatesByNumber.forEach(chainOrder::placeCandidates);
        return chainOrder;
    }

    /** Returns the migrations from the first one up to the first break of the chain. */
    List<Migration> validMigrations() {
        return validMigrations;
    }

    List<ChainProblem> problems() {
        return problems;
    }

    /** Returns the ancestor and all migrations that were recorded after it, directly or indirectly. */
    static List<Migration> findDescendants(List<Migration> migrations, Migration ancestor) {
        ChainOrder chainOrder = new ChainOrder(migrations);
        List<Migration> descendants = new ArrayList<>(List.of(ancestor));
        for (int index = 0; index < descendants.size(); index++) {
            descendants.addAll(chainOrder.findChildren(descendants.get(index)));
        }
        return descendants;
    }

    private void placeCandidates(int number, List<Migration> candidates) {
        if (number < 1) {
            candidates.forEach(
                    candidate -> report(candidate, ChainRule.NUMBER_TOO_SMALL, Attribute.NUMBER, candidate.name()));
            return;
        }
        Migration chosenMigration = chooseLongestBranch(candidates);
        for (Migration candidate : candidates) {
            if (!candidate.equals(chosenMigration)) {
                displace(candidate, chosenMigration);
            }
        }
        if (isDisplaced(chosenMigration)) {
            displacedHashes.add(hash(chosenMigration));
        } else {
            appendToChain(chosenMigration);
        }
    }

    private void appendToChain(Migration nextMigration) {
        int firstNumber = startCheckpoint == null ? 1 : startCheckpoint.number();
        int expectedNumber = lastMigration == null ? firstNumber : lastMigration.number() + 1;
        if (nextMigration.number() > expectedNumber) {
            reportGap(nextMigration, expectedNumber);
            isBroken = true;
        } else if (nextMigration.isCheckpoint()) {
            // MigrationChain reports a checkpoint with a predecessor.
            isBroken |= !nextMigration.predecessorHash().isEmpty();
        } else if (!nextMigration.predecessorHash().equals(lastMigration == null ? "" : hash(lastMigration))) {
            reportBrokenLink(nextMigration);
            isBroken = true;
        }
        if (!isBroken) {
            validMigrations.add(nextMigration);
        }
        placedMigrationByHash.put(hash(nextMigration), nextMigration);
        lastMigration = nextMigration;
    }

    private void reportGap(Migration nextMigration, int expectedNumber) {
        String missingMigrations = expectedNumber == nextMigration.number() - 1
                ? "migration " + expectedNumber + " is"
                : "migrations " + expectedNumber + " to " + (nextMigration.number() - 1) + " are";
        report(nextMigration, ChainRule.GAP, Attribute.NUMBER, missingMigrations, nextMigration.name());
    }

    private void reportBrokenLink(Migration nextMigration) {
        Migration predecessor = placedMigrationByHash.get(nextMigration.predecessorHash());
        if (predecessor != null) {
            report(
                    nextMigration,
                    ChainRule.FORK_FROM_EARLIER,
                    Attribute.AFTER,
                    nextMigration.name(),
                    predecessor.name());
        } else if (lastMigration == null) {
            report(nextMigration, ChainRule.FIRST_WITH_PREDECESSOR, Attribute.AFTER, nextMigration.name());
        } else {
            report(nextMigration, ChainRule.EDITED, Attribute.AFTER, lastMigration.name(), nextMigration.name());
        }
    }

    /**
     * Returns the candidate with the longest branch, so that the fewest migrations have to move. A candidate that is
     * not displaced takes precedence over displaced ones.
     */
    private Migration chooseLongestBranch(List<Migration> candidates) {
        Migration chosenMigration = candidates.get(0);
        for (Migration candidate : candidates.subList(1, candidates.size())) {
            boolean isPreferred = isDisplaced(chosenMigration) == isDisplaced(candidate)
                    ? computeBranchLength(candidate) > computeBranchLength(chosenMigration)
                    : isDisplaced(chosenMigration);
            chosenMigration = isPreferred ? candidate : chosenMigration;
        }
        return chosenMigration;
    }

    private int computeBranchLength(Migration branchRoot) {
        int length = 0;
        List<Migration> generation = List.of(branchRoot);
        while (!generation.isEmpty()) {
            length++;
            List<Migration> nextGeneration = new ArrayList<>();
            generation.forEach(migration -> nextGeneration.addAll(findChildren(migration)));
            generation = nextGeneration;
        }
        return length;
    }

    /**
     * Returns the migrations that were recorded directly after this one. Numbers increase along a chain, so there are
     * no cycles.
     */
    private List<Migration> findChildren(Migration parent) {
        return childrenByParentHash.getOrDefault(hash(parent), List.of()).stream()
                .filter(child -> child.number() > parent.number())
                .toList();
    }

    private void displace(Migration migration, Migration chosenMigration) {
        if (!isDisplaced(migration)) {
            boolean isFork = migration.predecessorHash().equals(chosenMigration.predecessorHash());
            report(
                    migration,
                    isFork ? ChainRule.FORK : ChainRule.DUPLICATE,
                    isFork ? Attribute.AFTER : Attribute.NUMBER,
                    migration.name(),
                    chosenMigration.name());
        }
        displacedHashes.add(hash(migration));
    }

    private boolean isDisplaced(Migration migration) {
        return displacedHashes.contains(migration.predecessorHash());
    }

    private String hash(Migration migration) {
        return hashByMigration.computeIfAbsent(migration, Migration::hash);
    }

    private void report(Migration migration, ChainRule rule, Attribute attribute, String... arguments) {
        problems.add(ChainProblem.of(rule, migration, attribute, arguments));
    }
}
