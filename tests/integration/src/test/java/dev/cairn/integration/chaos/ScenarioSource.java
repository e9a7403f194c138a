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
    private static final int SINGLES_PER_STORM = 5;
    private static final int MIGRATORS_OF_STORM = 3;
    private static final int MAX_INCIDENTS = 3;

    private final Random random;
    private final Map<DisturbedSchema, Integer> statements;
    private final List<Mishap> mishaps;
    private final List<DisturbedSchema> schemas;
    private final Deque<Scenario> singles = new ArrayDeque<>();
    private int given;

    /** @param statements the number of statements of an undisturbed upgrade of each schema */
    ScenarioSource(long seed, Map<DisturbedSchema, Integer> statements, List<Mishap> mishaps) {
        this.random = new Random(seed);
        this.statements = Map.copyOf(statements);
        this.mishaps = List.copyOf(mishaps);
        this.schemas = statements.keySet().stream().sorted().toList();
    }

    synchronized Scenario next() {
        given++;
        if (given % (SINGLES_PER_STORM + 1) == 0) {
            return storm();
        }
        if (singles.isEmpty()) {
            singles.addAll(shuffledSingles());
        }
        return singles.remove();
    }

    private List<Scenario> shuffledSingles() {
        List<Scenario> all = new ArrayList<>();
        for (DisturbedSchema schema : schemas) {
            for (Mishap mishap : mishaps) {
                for (int at = 1; at <= statements.get(schema); at++) {
                    all.add(Scenario.of(schema, new Incident(mishap, at)));
                }
            }
        }
        Collections.shuffle(all, random);
        return all;
    }

    private Scenario storm() {
        DisturbedSchema schema = schemas.get(random.nextInt(schemas.size()));
        List<List<Incident>> migrators = new ArrayList<>();
        for (int migrator = 0; migrator < MIGRATORS_OF_STORM; migrator++) {
            List<Incident> incidents = new ArrayList<>();
            for (int left = 1 + random.nextInt(MAX_INCIDENTS); left > 0; left--) {
                Mishap mishap = mishaps.get(random.nextInt(mishaps.size()));
                incidents.add(new Incident(mishap, 1 + random.nextInt(statements.get(schema))));
            }
            incidents.sort((one, other) -> Integer.compare(one.at(), other.at()));
            migrators.add(incidents);
        }
        return new Scenario(schema, migrators);
    }
}
