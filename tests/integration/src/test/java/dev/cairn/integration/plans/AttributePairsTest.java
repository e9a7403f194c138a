package dev.cairn.integration.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.plans.PlanTrial.Change;
import dev.cairn.integration.plans.PlanTrial.History;
import dev.cairn.integration.plans.PlanTrial.Result;
import dev.cairn.integration.plans.PlanTrial.Route;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.random.Breadth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each attribute of a table can be changed beside each other attribute, and changed back: the server accepts the plans,
 * and shows the same definitions as after the creation of the table. {@code table-attributes.txt} lists the attributes.
 *
 * <p>{@code -Dcairn.test.url=jdbc:mysql://127.0.0.1:9030/ -Dcairn.attributes.each=1} tries all pairs on any server, and
 * {@code -Dcairn.attributes.changed=sort} only the changes of attributes with this word in their names.
 */
@Tag(DdlTests.TAG)
@Tag(Breadth.LONG)
class AttributePairsTest {
    private static final int STRIDE = Breadth.of("cairn.attributes.each", 97, 5);
    private static final int FIRST = Integer.getInteger("cairn.attributes.first", 0);
    private static final String CHANGED_NAMES = System.getProperty("cairn.attributes.changed", "");
    private static final int THREAD_COUNT = 4;

    private static TrialServer server;

    @TempDir
    static Path lakeFolder;

    @TempDir
    Path folder;

    @BeforeAll
    static void connect() throws SQLException {
        server = TrialServer.of(Optional.ofNullable(System.getProperty("cairn.test.url")), lakeFolder);
    }

    @AfterAll
    static void disconnect() throws SQLException {
        server.close();
    }

    /** An attribute of a table, with two declarations of it. */
    private record TableAttribute(String name, Map<String, String> oneTexts, Map<String, String> otherTexts) {
        /** Returns whether a server changes the attribute only with a job that rewrites rows. */
        boolean isDistribution() {
            return otherTexts.containsKey("distribution");
        }

        boolean isIndependentOf(TableAttribute other) {
            return Collections.disjoint(otherTexts.keySet(), other.otherTexts.keySet())
                    && Collections.disjoint(oneTexts.keySet(), other.otherTexts.keySet());
        }
    }

    /** A change of an attribute of a table that has another attribute, too. */
    private record AttributePair(TableAttribute changed, TableAttribute present) {
        History createHistory() {
            TableDeclaration table = TableDeclaration.BASE.with(present.otherTexts());
            List<String> first = table.with(changed.oneTexts()).statements();
            List<String> second = table.with(changed.otherTexts()).statements();
            return new History(
                    first, List.of(new Change(second, List.of()), new Change(first, List.of())), Optional.empty());
        }

        @Override
        public String toString() {
            return changed.name() + " beside " + present.name();
        }
    }

    private record PairResult(AttributePair pair, Result result) {}

    @Test
    void eachAttributeCanBeChangedBesideEachOther() throws IOException, ExecutionException, InterruptedException {
        List<AttributePair> pairs = createPairs(readAttributes());
        String databasePrefix = "cairn_pairs_" + UUID.randomUUID().toString().substring(0, 8);
        ExecutorService threads = Executors.newFixedThreadPool(THREAD_COUNT);
        try {
            List<Future<PairResult>> trials = new ArrayList<>();
            for (int i = FIRST; i < pairs.size(); i += STRIDE) {
                AttributePair pair = pairs.get(i);
                String database = databasePrefix + "_" + i;
                trials.add(threads.submit(() -> new PairResult(
                        pair, new PlanTrial(server, folder, Route.RECORD).run(pair.createHistory(), database))));
            }
            int planCount = 0;
            List<String> problems = new ArrayList<>();
            for (Future<PairResult> trial : trials) {
                AttributePair pair = trial.get().pair();
                Result result = trial.get().result();
                planCount += result.planCount();
                result.problems()
                        .forEach(problem -> problems.add(pair + ": " + problem + "\n" + pair.createHistory()
                                + "\nplans\n" + String.join(";\n", result.steps())));
            }
            System.out.println("pairs of attributes: " + trials.size() + ", plans: " + planCount + ", problems: "
                    + problems.size());
            assertThat(problems).isEmpty();
            assertThat(planCount).isPositive();
        } finally {
            threads.shutdown();
        }
    }

    /** Returns the pairs; a frontend without backends changes no distribution. */
    private static List<AttributePair> createPairs(List<TableAttribute> attributes) {
        List<AttributePair> pairs = new ArrayList<>();
        for (TableAttribute changed : attributes) {
            for (TableAttribute present : attributes) {
                if (changed.name().contains(CHANGED_NAMES)
                        && changed.isIndependentOf(present)
                        && (server.storesRows() || !changed.isDistribution())) {
                    pairs.add(new AttributePair(changed, present));
                }
            }
        }
        return pairs;
    }

    private static List<TableAttribute> readAttributes() throws IOException {
        try (InputStream file = AttributePairsTest.class.getResourceAsStream("table-attributes.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split(" \\|", -1))
                    .map(cells -> new TableAttribute(
                            cells[0], TableDeclaration.parse(cells[1]), TableDeclaration.parse(cells[2])))
                    .toList();
        }
    }
}
