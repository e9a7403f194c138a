package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.migration.MigrationHash;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The texts of a migration's steps as they were recorded, and their hashes. The hashes show whether a migration in
 * progress was edited in steps that were started, or only in later ones.
 *
 * @param texts the texts, by the numbers of the steps
 * @param hashes the hashes of the texts, by the numbers of the steps
 */
public record RecordedStepTexts(SortedMap<Integer, String> texts, SortedMap<Integer, String> hashes) {
    private static final int MAX_SHOWN_LENGTH = 120;

    /** Returns the texts of a migration's steps in one direction. */
    public static RecordedStepTexts of(RecordedMigration migration, Direction direction) {
        List<String> statements = direction == Direction.UPGRADE ? migration.upgrade() : migration.downgrade();
        SortedMap<Integer, String> texts = new TreeMap<>();
        for (int i = 0; i < statements.size(); i++) {
            texts.put(i + 1, statements.get(i).strip());
        }
        boolean isUpgrade = direction == Direction.UPGRADE;
        addCodeText(
                migration,
                isUpgrade ? MigrationStep.Moment.BEFORE_UPGRADE : MigrationStep.Moment.BEFORE_DOWNGRADE,
                0,
                texts);
        addCodeText(
                migration,
                isUpgrade ? MigrationStep.Moment.AFTER_UPGRADE : MigrationStep.Moment.AFTER_DOWNGRADE,
                statements.size() + 1,
                texts);
        SortedMap<Integer, String> hashes = new TreeMap<>();
        texts.forEach((number, text) -> hashes.put(
                number, migration.isCheckpoint() ? MigrationHash.ofCheckpointStep(text) : MigrationHash.ofStep(text)));
        return new RecordedStepTexts(
                Collections.unmodifiableSortedMap(texts), Collections.unmodifiableSortedMap(hashes));
    }

    private static void addCodeText(
            RecordedMigration migration, MigrationStep.Moment moment, int number, SortedMap<Integer, String> texts) {
        if (migration.hasCode(moment)) {
            texts.put(number, "-- code of the migration: " + moment);
        }
    }

    /**
     * Returns the reasons why a migration with these texts can't continue a run: one line for each started step that
     * has another text, no longer exists, or has a text that the ledger does not record. Empty if the run can continue.
     *
     * @param state a state with a run of the migration
     * @param isSameHash whether the ledger records the run under the present hash of the migration
     */
    public List<String> findDifferences(LedgerState state, boolean isSameHash) {
        List<String> differences = new ArrayList<>();
        for (int step : state.startedSteps()) {
            String progress = state.completedSteps().contains(step) ? "is done" : "was begun";
            String recordedHash = state.stepHashes().get(step);
            if (recordedHash == null) {
                if (!isSameHash) {
                    differences.add("step " + step + " " + progress
                            + ", and the ledger, written by an older version of Cairn, does not contain its text");
                }
            } else if (!texts.containsKey(step)) {
                differences.add("step " + step + " " + progress + " (" + recordedHash + "), and no longer exists");
            } else if (!recordedHash.equals(hashes.get(step))) {
                differences.add("step " + step + " " + progress + " with a different text (" + recordedHash
                        + describeMovedStep(recordedHash) + ") than \"" + shortenText(step) + "\" (" + hashes.get(step)
                        + ")");
            }
        }
        return differences;
    }

    /**
     * Returns the text of a step; an empty string if the state records another text of the step, or if the migration
     * does not have the step.
     */
    public String findText(int step, LedgerState state) {
        String recordedHash = state.stepHashes().get(step);
        boolean isSameText = recordedHash == null || recordedHash.equals(hashes.get(step));
        return isSameText ? texts.getOrDefault(step, "") : "";
    }

    private String describeMovedStep(String hash) {
        return hashes.entrySet().stream()
                .filter(hashEntry -> hashEntry.getValue().equals(hash))
                .findFirst()
                .map(hashEntry -> ", which is step " + hashEntry.getKey() + " now")
                .orElse("");
    }

    private String shortenText(int step) {
        String line = String.join(
                " ",
                RedactedSql.of(texts.getOrDefault(step, ""))
                        .text()
                        .lines()
                        .map(String::strip)
                        .toList());
        return line.length() > MAX_SHOWN_LENGTH ? line.substring(0, MAX_SHOWN_LENGTH) + "…" : line;
    }
}
