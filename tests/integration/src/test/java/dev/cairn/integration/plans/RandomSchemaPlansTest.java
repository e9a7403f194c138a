package dev.cairn.integration.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.plans.PlanTrial.Change;
import dev.cairn.integration.plans.PlanTrial.History;
import dev.cairn.integration.plans.PlanTrial.Result;
import dev.cairn.integration.plans.PlanTrial.Route;
import dev.cairn.integration.plans.RandomSchemaDrafts.ChangedSchema;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.random.Breadth;
import dev.cairn.random.Dice;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each statement of a plan between two schemas is accepted, and the plan leads to the second schema: the server shows
 * the same definitions as after its creation, the roles have exactly the declared grants, no materialized view became
 * inactive, and there is no further difference.
 *
 * <p>{@code -Dcairn.test.url=jdbc:mysql://127.0.0.1:9030/ -Dcairn.plans.pairs=300 -Dcairn.plans.seed=17} tries other
 * pairs, and more of them, on any server.
 */
@Tag(DdlTests.TAG)
@Tag(Breadth.LONG)
class RandomSchemaPlansTest {
    private static final int PAIR_COUNT = Breadth.of("cairn.plans.pairs", 5, 20);
    private static final long FIRST_SEED = Long.getLong("cairn.plans.seed", 0);
    private static final int THREAD_COUNT = 4;

    /** The number of changes of a history; two, because the server may remember something of the first one. */
    private static final int CHANGE_COUNT = 2;

    @AutoClose
    private static TrialServer server;

    @TempDir
    static Path lakeFolder;

    @TempDir
    Path folder;

    @BeforeAll
    static void connect() throws SQLException {
        server = TrialServer.of(Optional.ofNullable(System.getProperty("cairn.test.url")), lakeFolder);
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void everyPlanLeadsToItsSchema(Route route) throws ExecutionException, InterruptedException {
        String databasePrefix = "cairn_plans_" + UUID.randomUUID().toString().substring(0, 8);
        ExecutorService threads = Executors.newFixedThreadPool(THREAD_COUNT);
        try {
            List<Future<Result>> trials = new ArrayList<>();
            for (long seed = FIRST_SEED; seed < FIRST_SEED + PAIR_COUNT; seed++) {
                String database = databasePrefix + "_" + seed;
                History history = createHistory(seed, database);
                trials.add(threads.submit(() -> runTrial(route, history, database)));
            }
            int planCount = 0;
            int declinedCount = 0;
            int stepCount = 0;
            List<String> problems = new ArrayList<>();
            for (Future<Result> trial : trials) {
                planCount += trial.get().planCount();
                declinedCount += trial.get().declinedCount();
                stepCount += trial.get().steps().size();
                problems.addAll(trial.get().problems());
            }
            System.out.println(route + ": " + PAIR_COUNT + " histories, " + planCount + " plans, " + stepCount
                    + " steps, " + declinedCount + " declined, " + problems.size() + " problems");
            assertThat(problems).isEmpty();
            assertThat(stepCount).isGreaterThan(PAIR_COUNT);
        } finally {
            threads.shutdown();
        }
    }

    private static History createHistory(long seed, String database) {
        RandomSchemaDrafts drafts = new RandomSchemaDrafts(new Dice(seed));
        SchemaSketch firstSchema = drafts.createSchema();
        List<Change> changes = new ArrayList<>();
        SchemaSketch schema = firstSchema;
        for (int i = 0; i < CHANGE_COUNT; i++) {
            ChangedSchema changedSchema = drafts.changeSchema(schema);
            changes.add(new Change(changedSchema.schema().statements(), changedSchema.listRenames(database)));
            schema = changedSchema.schema();
        }
        return new History(firstSchema.statements(), changes, Optional.of(new Dice(~seed)));
    }

    private Result runTrial(Route route, History history, String database) throws SQLException, IOException {
        Result result = new PlanTrial(server, folder, route).run(history, database);
        List<String> describedProblems = result.problems().stream()
                .map(problem ->
                        database + ": " + problem + "\n" + history + "\nplans\n" + String.join(";\n", result.steps()))
                .toList();
        return new Result(result.planCount(), result.declinedCount(), result.steps(), describedProblems);
    }
}
