package dev.cairn;

import dev.cairn.record.MigrationHash;
import dev.cairn.schema.RecordedMigration;
import dev.cairn.schema.StepMoment;
import dev.cairn.server.ledger.LedgerState;
import dev.cairn.server.run.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The texts of a migration's steps as they were recorded, and their hashes. By these it is told whether a migration under way
 * was edited in steps that have begun already, or only in later ones.
 */
record StepTexts(SortedMap<Integer, String> texts, SortedMap<Integer, String> hashes) {
    private static final int LONGEST = 120;

    static StepTexts of(RecordedMigration migration, Direction direction) {
        List<String> statements = direction == Direction.UPGRADE ? migration.upgrade() : migration.downgrade();
        SortedMap<Integer, String> texts = new TreeMap<>();
        for (int i = 0; i < statements.size(); i++) {
            texts.put(i + 1, statements.get(i).strip());
        }
        boolean up = direction == Direction.UPGRADE;
        addCode(migration, up ? StepMoment.BEFORE_UPGRADE : StepMoment.BEFORE_DOWNGRADE, 0, texts);
        addCode(migration, up ? StepMoment.AFTER_UPGRADE : StepMoment.AFTER_DOWNGRADE, statements.size() + 1, texts);
        SortedMap<Integer, String> hashes = new TreeMap<>();
        texts.forEach((number, text) -> hashes.put(number, MigrationHash.ofStep(text)));
        return new StepTexts(Collections.unmodifiableSortedMap(texts), Collections.unmodifiableSortedMap(hashes));
    }

    private static void addCode(
            RecordedMigration migration, StepMoment moment, int number, SortedMap<Integer, String> texts) {
        if (migration.hasCode(moment)) {
            texts.put(number, "-- code of the migration: " + moment);
        }
    }

    /**
     * Why a migration with these texts can't go on with a run: one line for each step that was done or begun and has another
     * text, or none, or of which the ledger does not know the text. Empty where it can.
     *
     * @param state with a run that an upgrade or downgrade of the migration began
     * @param same whether the hash of the migration is the one that the run began with
     */
    List<String> differencesFrom(LedgerState state, boolean same) {
        List<String> differences = new ArrayList<>();
        for (int step : open(state)) {
            String was = state.done().contains(step) ? "is done" : "was begun";
            String before = state.texts().get(step);
            if (before == null) {
                if (!same) {
                    differences.add("step " + step + " " + was
                            + ", and the ledger, which an older Cairn wrote, does not" + " say with which text");
                }
            } else if (!texts.containsKey(step)) {
                differences.add("step " + step + " " + was + " (" + before + "), and there is no such step any more");
            } else if (!before.equals(hashes.get(step))) {
                differences.add("step " + step + " " + was + " with another text (" + before + moved(before)
                        + ") than \"" + shortened(step) + "\" (" + hashes.get(step) + ")");
            }
        }
        return differences;
    }

    private static TreeSet<Integer> open(LedgerState state) {
        TreeSet<Integer> steps = new TreeSet<>(state.done());
        steps.addAll(state.doing());
        return steps;
    }

    private String moved(String hash) {
        return hashes.entrySet().stream()
                .filter(each -> each.getValue().equals(hash))
                .findFirst()
                .map(each -> ", which is step " + each.getKey() + " now")
                .orElse("");
    }

    private String shortened(int step) {
        String line = String.join(
                " ", texts.getOrDefault(step, "").lines().map(String::strip).toList());
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
