package dev.cairn.integration.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The scenarios of a run: each mishap at each statement, in an order that the seed determines, mixed with scenarios in
 * which several migrators have several mishaps.
 */
final class ScenarioSource {
    private static final int SINGLE_SCENARIOS_PER_STORM = 5;
    private static final int MIGRATORS_PER_STORM = 3;
    private static final int MAX_INCIDENTS = 3;

    private final Random random;
    private final Map<DisturbedSchema, Integer> statementCounts;
    private final List<Mishap> mishaps;
    private final List<DisturbedSchema> schemas;
    private final Deque<Scenario> singleScenarios = new ArrayDeque<>();
    private int scenarioCount;

    /** @param statementCounts the number of statements of an undisturbed upgrade of each schema */
    ScenarioSource(long seed, Map<DisturbedSchema, Integer> statementCounts, List<Mishap> mishaps) {
        this.random = new Random(seed);
        this.statementCounts = Map.copyOf(statementCounts);
        this.mishaps = List.copyOf(mishaps);
        this.schemas = statementCounts.keySet().stream().sorted().toList();
    }

    synchronized Scenario next() {
        scenarioCount++;
        if (scenarioCount % (SINGLE_SCENARIOS_PER_STORM + 1) == 0) {
            return createStorm();
        }
        if (singleScenarios.isEmpty()) {
            singleScenarios.addAll(createShuffledSingleScenarios());
        }
        return singleScenarios.remove();
    }

    private List<Scenario> createShuffledSingleScenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (DisturbedSchema schema : schemas) {
            for (Mishap mishap : mishaps) {
                for (int statementNumber = 1; statementNumber <= statementCounts.get(schema); statementNumber++) {
                    scenarios.add(Scenario.of(schema, new Incident(mishap, statementNumber)));
                }
            }
        }
        Collections.shuffle(scenarios, random);
        return scenarios;
    }

    private Scenario createStorm() {
        DisturbedSchema schema = schemas.get(random.nextInt(schemas.size()));
        List<List<Incident>> migrators = new ArrayList<>();
        for (int migrator = 0; migrator < MIGRATORS_PER_STORM; migrator++) {
            List<Incident> incidents = new ArrayList<>();
            for (int remainingCount = 1 + random.nextInt(MAX_INCIDENTS); remainingCount > 0; remainingCount--) {
                Mishap mishap = mishaps.get(random.nextInt(mishaps.size()));
                incidents.add(new Incident(mishap, 1 + random.nextInt(statementCounts.get(schema))));
            }
            incidents.sort((one, other) -> Integer.compare(one.statementNumber(), other.statementNumber()));
            migrators.add(incidents);
        }
        return new Scenario(schema, migrators);
    }
}
