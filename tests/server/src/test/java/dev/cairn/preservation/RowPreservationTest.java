package dev.cairn.preservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.corpus.RecordedTablePair;
import dev.cairn.corpus.Recording;
import dev.cairn.preservation.PreservationServer.Outcome;
import dev.cairn.preservation.PreservationServer.Result;
import dev.cairn.preservation.RandomShrinkableTables.Change;
import dev.cairn.random.Breadth;
import dev.cairn.random.Dice;
import dev.cairn.random.Shrinker;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * After a migration between any two tables, only the rows and values that the plan announced are missing.
 *
 * <p>{@code -Dcairn.preservation.pairs=5000 -Dcairn.preservation.seed=17} tries more pairs, and other ones.
 */
@Tag(Breadth.LONG)
class RowPreservationTest {
    private static final int PAIR_COUNT = Breadth.of("cairn.preservation.pairs", 8, 500);

    /** From this number of pairs on, the counts are representative; a run for one seed has a single pair. */
    private static final int REPRESENTATIVE_PAIR_COUNT = 50;

    /** The interval of the statements at which migrations stop; the seed of a pair determines the first one. */
    private static final int STOP_INTERVAL = Breadth.of("cairn.preservation.stops.each", 4, 1);

    private static final long FIRST_SEED = Long.getLong("cairn.preservation.seed", 0);

    @AutoClose
    private final PreservationServer server = new PreservationServer();

    private record DraftPair(ShrinkableTable before, ShrinkableTable after) {
        TablePair pair() {
            return new TablePair(before.renderStatements(), after.renderStatements(), after.findRenamesFrom(before));
        }
    }

    /** @param changes the changes by which the second table was made from the first one */
    private record RandomPair(DraftPair drafts, List<Change> changes) {
        static RandomPair of(long seed) {
            RandomShrinkableTables randomDrafts = new RandomShrinkableTables(new Dice(seed));
            ShrinkableTable before = randomDrafts.createTable();
            List<Change> changes = randomDrafts.chooseChanges();
            ShrinkableTable after = before;
            for (Change change : changes) {
                after = randomDrafts.applyChange(after, change);
            }
            return new RandomPair(new DraftPair(before, after), changes);
        }
    }

    @Test
    void onlyAnnouncedRowsAreMissing() {
        ChangeCounts counts = new ChangeCounts();
        for (long seed = FIRST_SEED; counts.countPairs() < PAIR_COUNT; seed++) {
            RandomPair randomPair = RandomPair.of(seed);
            DraftPair drafts = randomPair.drafts();
            Optional<Result> result = migrate(drafts, seed);
            if (result.isPresent() && result.get().rowCount() > 0) {
                counts.add(result.get(), randomPair.changes());
                if (!result.get().problems().isEmpty()) {
                    throw createFailure(drafts, seed);
                }
            }
        }
        System.out.println("rows preserved: " + counts);
        if (PAIR_COUNT >= REPRESENTATIVE_PAIR_COUNT) {
            assertThat(counts.countPairs(Outcome.MIGRATED)).isGreaterThan(PAIR_COUNT * 3 / 4);
            assertThat(counts.announcedLossCount()).isPositive();
        }
    }

    /** The user changes the table before the upgrade, or after it has stopped at one of its statements. */
    @Test
    void aTableThatAUserHasChangedLosesNothingUnannounced() {
        ChangeCounts counts = new ChangeCounts();
        List<String> problems = new ArrayList<>();
        for (long seed = FIRST_SEED; counts.countPairs() < PAIR_COUNT; seed++) {
            RandomPair randomPair = RandomPair.of(seed);
            DraftPair drafts = randomPair.drafts();
            try {
                Result result = server.migrateChangedByHand(drafts.pair(), seed);
                if (result.outcome() != Outcome.REFUSED) {
                    counts.add(result, randomPair.changes());
                }
                if (!result.problems().isEmpty()) {
                    problems.add("seed " + seed + ": " + String.join("\n", result.problems()) + "\n" + drafts.pair());
                }
            } catch (Refusal | SqlSyntaxException | NoSuchElementException ignored) {
                // A pair of tables that no server accepts is left out.
            }
        }
        System.out.println("changed by hand: " + counts);
        assertThat(problems).isEmpty();
        if (PAIR_COUNT >= REPRESENTATIVE_PAIR_COUNT) {
            assertThat(counts.countPairs(Outcome.STOPPED)).isPositive();
        }
    }

    @Test
    void aStoppedMigrationCanBeReverted() {
        ChangeCounts counts = new ChangeCounts();
        List<String> problems = new ArrayList<>();
        for (long seed = FIRST_SEED; counts.countPairs() < PAIR_COUNT; seed++) {
            RandomPair randomPair = RandomPair.of(seed);
            DraftPair drafts = randomPair.drafts();
            try {
                Result result = server.stopAtStatements(drafts.pair(), seed, STOP_INTERVAL);
                counts.add(result, randomPair.changes());
                if (!result.problems().isEmpty()) {
                    problems.add("seed " + seed + ": " + String.join("\n", result.problems()) + "\n" + drafts.pair());
                }
            } catch (Refusal | SqlSyntaxException | NoSuchElementException ignored) {
                // A pair of tables that no server accepts is left out.
            }
        }
        System.out.println("ways back: " + counts);
        assertThat(problems).isEmpty();
    }

    /** The pairs are tables before and after changes that a real server accepted while it was recorded. */
    @Test
    void onlyAnnouncedRowsOfRecordedTablesAreMissing() {
        ChangeCounts counts = new ChangeCounts();
        List<RecordedTablePair> pairs = RecordedTablePair.readAll(Recording.MATRIX);
        List<String> problems = new ArrayList<>();
        int stride = Math.max(1, 2 * pairs.size() / PAIR_COUNT);
        for (int i = Math.floorMod(FIRST_SEED, stride); i < pairs.size(); i += stride) {
            RecordedTablePair recordedPair = pairs.get(i);
            TablePair pair = new TablePair(
                    List.of(recordedPair.before()), List.of(recordedPair.after()), recordedPair.renames());
            Result result = server.migrate(pair, FIRST_SEED + i);
            counts.add(result, List.of());
            if (!result.problems().isEmpty()) {
                problems.add(recordedPair.id() + ": " + String.join("\n", result.problems()) + "\n" + pair);
            }
        }
        System.out.println("rows of recorded tables preserved, of " + pairs.size() + ": " + counts);
        assertThat(problems).isEmpty();
    }

    /** Returns the result of a migration; empty if no server accepts the tables. */
    private Optional<Result> migrate(DraftPair drafts, long seed) {
        try {
            return Optional.of(server.migrate(drafts.pair(), seed));
        } catch (Refusal | SqlSyntaxException | NoSuchElementException ignored) {
            return Optional.empty();
        }
    }

    private AssertionError createFailure(DraftPair drafts, long seed) {
        Set<String> problemPrefixes = cutToPrefixes(findProblems(drafts, seed));
        DraftPair smallestDrafts = Shrinker.findSmallest(
                drafts,
                DraftPair.class,
                candidate -> !Collections.disjoint(problemPrefixes, cutToPrefixes(findProblems(candidate, seed))));
        return new AssertionError("seed " + seed + ": " + String.join("\n", findProblems(smallestDrafts, seed)) + "\n"
                + smallestDrafts.pair() + "\nfound as\n" + drafts.pair());
    }

    /** Returns the first characters of problems, which stay the same when the tables get smaller. */
    private static Set<String> cutToPrefixes(List<String> problems) {
        return problems.stream()
                .map(problem -> problem.substring(0, Math.min(30, problem.length())))
                .collect(Collectors.toSet());
    }

    private List<String> findProblems(DraftPair drafts, long seed) {
        return migrate(drafts, seed).map(Result::problems).orElse(List.of());
    }
}
