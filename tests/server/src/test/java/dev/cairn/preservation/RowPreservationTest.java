package dev.cairn.preservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.corpus.RecordedTablePair;
import dev.cairn.corpus.Recording;
import dev.cairn.preservation.PreservationServer.Outcome;
import dev.cairn.preservation.PreservationServer.Result;
import dev.cairn.preservation.RandomTableDrafts.Change;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * After a migration between any two tables, only the rows and values that the plan announced are missing.
 *
 * <p>{@code -Dcairn.preservation.pairs=5000 -Dcairn.preservation.seed=17} tries more of them, and others.
 */
@Tag(Breadth.LONG)
class RowPreservationTest {
    private static final int PAIRS = Breadth.of("cairn.preservation.pairs", 30, 500);

    /** Fewer, as one pair again, tell nothing about the whole. */
    private static final int ENOUGH = 50;

    private static final long FIRST = Long.getLong("cairn.preservation.seed", 0);

    private final PreservationServer server = new PreservationServer();

    private record Drafts(TableDraft before, TableDraft after) {
        TablePair pair() {
            return new TablePair(before.statements(), after.statements(), after.renamesFrom(before));
        }
    }

    /** @param changes by which the second table comes from the first one */
    private record RandomPair(Drafts drafts, List<Change> changes) {
        static RandomPair of(long seed) {
            RandomTableDrafts tables = new RandomTableDrafts(new Dice(seed));
            TableDraft before = tables.table();
            List<Change> changes = tables.changes();
            TableDraft after = before;
            for (Change change : changes) {
                after = tables.applyChange(after, change);
            }
            return new RandomPair(new Drafts(before, after), changes);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void onlyAnnouncedRowsAreMissing() {
        ChangeCounts counts = new ChangeCounts();
        for (long seed = FIRST; counts.countPairs() < PAIRS; seed++) {
            RandomPair random = RandomPair.of(seed);
            Drafts drafts = random.drafts();
            Optional<Result> result = result(drafts, seed);
            if (result.isPresent() && result.get().rowCount() > 0) {
                counts.add(result.get(), random.changes());
                if (!result.get().problems().isEmpty()) {
                    throw failure(drafts, seed);
                }
            }
        }
        System.out.println("rows preserved: " + counts);
        if (PAIRS >= ENOUGH) {
            assertThat(counts.countPairs(Outcome.MIGRATED)).isGreaterThan(PAIRS * 3 / 4);
            assertThat(counts.announced()).isPositive();
        }
    }

    @Test
    void aMigrationThatStopsHasAWayBack() {
        ChangeCounts counts = new ChangeCounts();
        List<String> problems = new ArrayList<>();
        for (long seed = FIRST; counts.countPairs() < PAIRS; seed++) {
            RandomPair random = RandomPair.of(seed);
            Drafts drafts = random.drafts();
            try {
                Result result = server.stopAtEachStatement(drafts.pair(), seed);
                counts.add(result, random.changes());
                if (!result.problems().isEmpty()) {
                    problems.add("seed " + seed + ": " + String.join("\n", result.problems()) + "\n" + drafts.pair());
                }
            } catch (Refusal | SqlSyntaxException | NoSuchElementException ignored) {
                // no server takes the tables
            }
        }
        System.out.println("ways back: " + counts);
        assertThat(problems).isEmpty();
    }

    /** Each accepted change that a real server was seen to make, of every table with other columns. */
    @Test
    void onlyAnnouncedRowsOfRecordedTablesAreMissing() {
        ChangeCounts counts = new ChangeCounts();
        List<RecordedTablePair> pairs = RecordedTablePair.of(Recording.MATRIX);
        List<String> problems = new ArrayList<>();
        int step = Math.max(1, 2 * pairs.size() / PAIRS);
        for (int i = Math.floorMod(FIRST, step); i < pairs.size(); i += step) {
            RecordedTablePair recorded = pairs.get(i);
            TablePair pair = new TablePair(List.of(recorded.before()), List.of(recorded.after()), recorded.renames());
            Result result = server.migrate(pair, FIRST + i);
            counts.add(result, List.of());
            if (!result.problems().isEmpty()) {
                problems.add(recorded.id() + ": " + String.join("\n", result.problems()) + "\n" + pair);
            }
        }
        System.out.println("rows of recorded tables preserved, of " + pairs.size() + ": " + counts);
        assertThat(problems).isEmpty();
    }

    /** Nothing where a server does not take the tables. */
    private Optional<Result> result(Drafts drafts, long seed) {
        try {
            return Optional.of(server.migrate(drafts.pair(), seed));
        } catch (Refusal | SqlSyntaxException | NoSuchElementException ignored) {
            return Optional.empty();
        }
    }

    private AssertionError failure(Drafts drafts, long seed) {
        Set<String> kinds = kinds(problems(drafts, seed));
        Drafts smallest = Shrinker.smallest(
                drafts, Drafts.class, candidate -> !Collections.disjoint(kinds, kinds(problems(candidate, seed))));
        return new AssertionError("seed " + seed + ": " + String.join("\n", problems(smallest, seed)) + "\n"
                + smallest.pair() + "\nfound as\n" + drafts.pair());
    }

    /** By how they begin, so that what gets smaller remains the same. */
    private static Set<String> kinds(List<String> problems) {
        return problems.stream()
                .map(problem -> problem.substring(0, Math.min(30, problem.length())))
                .collect(Collectors.toSet());
    }

    private List<String> problems(Drafts drafts, long seed) {
        return result(drafts, seed).map(Result::problems).orElse(List.of());
    }
}
