package dev.cairn.integration.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The schema of a round, and the incidents that disturb its upgrade.
 *
 * @param migrators the incidents of each migrator; the migrators start together, and one without incidents starts at
 *     the first incident
 */
record Scenario(DisturbedSchema schema, List<List<Incident>> migrators) {
    Scenario {
        migrators = migrators.stream().map(List::copyOf).toList();
    }

    static Scenario of(DisturbedSchema schema, Incident incident) {
        return new Scenario(schema, List.of(List.of(incident)));
    }

    /** Parses the result of {@link #toString}: {@code shop:cut-before@17,kill-after@30|silent-after@5}. */
    static Scenario parse(String text) {
        String[] words = text.split(":", 2);
        if (words.length < 2) {
            throw new IllegalArgumentException("Not as in shop:cut-before@17: " + text);
        }
        List<List<Incident>> migrators = new ArrayList<>();
        for (String migratorText : words[1].split("\\|", -1)) {
            migrators.add(Arrays.stream(migratorText.split(","))
                    .filter(incident -> !incident.isBlank())
                    .map(incident -> Incident.parse(incident.strip()))
                    .toList());
        }
        return new Scenario(DisturbedSchema.valueOf(words[0].strip().toUpperCase(Locale.ROOT)), migrators);
    }

    List<Incident> incidents() {
        return migrators.stream().flatMap(List::stream).toList();
    }

    boolean isSingle() {
        return incidents().size() == 1;
    }

    /** Returns the scenarios with one incident less; empty if this one has a single incident. */
    List<Scenario> listSmallerScenarios() {
        List<Scenario> smallerScenarios = new ArrayList<>();
        for (int migrator = 0; migrator < migrators.size() && incidents().size() > 1; migrator++) {
            for (int incident = 0; incident < migrators.get(migrator).size(); incident++) {
                List<List<Incident>> remainingMigrators = new ArrayList<>(migrators);
                List<Incident> remainingIncidents = new ArrayList<>(migrators.get(migrator));
                remainingIncidents.remove(incident);
                if (remainingIncidents.isEmpty()) {
                    remainingMigrators.remove(migrator);
                } else {
                    remainingMigrators.set(migrator, remainingIncidents);
                }
                smallerScenarios.add(new Scenario(schema, remainingMigrators));
            }
        }
        return smallerScenarios;
    }

    @Override
    public String toString() {
        return migrators.stream()
                .map(incidents -> incidents.stream().map(Incident::toString).collect(Collectors.joining(",")))
                .collect(Collectors.joining("|", schema + ":", ""));
    }
}
