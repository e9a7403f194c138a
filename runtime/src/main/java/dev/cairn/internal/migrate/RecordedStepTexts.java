package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.migration.MigrationHash;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.sql.token.SourceExcerpt;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The texts of a migration's steps as they were recorded, and their hashes. The hashes show whether a migration in
 * progress was edited in steps that were started, or only in later ones.
 *
 * @param textByStepNumber the texts, by the numbers of the steps: the statements are counted from 1, code before them
 *     is step 0, and code after them has the number after the last one
 * @param hashByStepNumber the hashes of the texts, by the numbers of the steps
 */
public record RecordedStepTexts(
        SortedMap<Integer, String> textByStepNumber, SortedMap<Integer, String> hashByStepNumber) {
    private static final int MAX_QUOTED_LENGTH = 120;

    /** Returns the texts of a migration's steps in one direction. */
    public static RecordedStepTexts of(RecordedMigration migration, Direction direction) {
        List<String> statements = direction == Direction.UPGRADE ? migration.upgrade() : migration.downgrade();
        SortedMap<Integer, String> textByStepNumber = new TreeMap<>();
        for (int i = 0; i < statements.size(); i++) {
            textByStepNumber.put(i + 1, statements.get(i).strip());
        }
        boolean isUpgrade = direction == Direction.UPGRADE;
        addCodeText(
                migration,
                isUpgrade ? MigrationStep.Moment.BEFORE_UPGRADE : MigrationStep.Moment.BEFORE_DOWNGRADE,
                0,
                textByStepNumber);
        addCodeText(
                migration,
                isUpgrade ? MigrationStep.Moment.AFTER_UPGRADE : MigrationStep.Moment.AFTER_DOWNGRADE,
                statements.size() + 1,
                textByStepNumber);
        SortedMap<Integer, String> hashByStepNumber = new TreeMap<>();
        textByStepNumber.forEach((stepNumber, text) -> hashByStepNumber.put(
                stepNumber,
                migration.isCheckpoint() ? MigrationHash.ofCheckpointStep(text) : MigrationHash.ofStep(text)));
        return new RecordedStepTexts(
                Collections.unmodifiableSortedMap(textByStepNumber),
                Collections.unmodifiableSortedMap(hashByStepNumber));
    }

    private static void addCodeText(
            RecordedMigration migration,
            MigrationStep.Moment moment,
            int stepNumber,
            SortedMap<Integer, String> textByStepNumber) {
        if (migration.hasCode(moment)) {
            textByStepNumber.put(stepNumber, "-- code of the migration: " + moment);
        }
    }

    /**
     * Returns the reasons why a migration with these texts can't continue a run: one line for each started step that
     * has another text, no longer exists, or has a text that the ledger does not record. Empty if the run can continue.
     *
     * @param state a state with a run of the migration
     * @param hasPresentHash whether the ledger records the run under the present hash of the migration
     */
    public List<String> findDifferences(LedgerState state, boolean hasPresentHash) {
        List<String> differences = new ArrayList<>();
        for (int stepNumber : state.startedStepNumbers()) {
            String progress = state.completedStepNumbers().contains(stepNumber) ? "is done" : "was begun";
            String recordedHash = state.hashByStepNumber().get(stepNumber);
            if (recordedHash == null) {
                if (!hasPresentHash) {
                    differences.add("step " + stepNumber + " " + progress
                            + ", and the ledger, written by an older version of Cairn, does not contain its text");
                }
            } else if (!textByStepNumber.containsKey(stepNumber)) {
                differences.add(
                        "step " + stepNumber + " " + progress + " (" + recordedHash + "), and no longer exists");
            } else if (!recordedHash.equals(hashByStepNumber.get(stepNumber))) {
                differences.add("step " + stepNumber + " " + progress + " with a different text (" + recordedHash
                        + describeMovedStep(recordedHash) + ") than \"" + shortenText(stepNumber) + "\" ("
                        + hashByStepNumber.get(stepNumber)
                        + ")");
            }
        }
        return differences;
    }

    /**
     * Returns the text of a step; empty if the state records another text of the step, or if the migration does not
     * have the step.
     */
    public Optional<String> findText(int stepNumber, LedgerState state) {
        String recordedHash = state.hashByStepNumber().get(stepNumber);
        boolean isSameText = recordedHash == null || recordedHash.equals(hashByStepNumber.get(stepNumber));
        return isSameText ? Optional.ofNullable(textByStepNumber.get(stepNumber)) : Optional.empty();
    }

    private String describeMovedStep(String hash) {
        return hashByStepNumber.entrySet().stream()
                .filter(hashEntry -> hashEntry.getValue().equals(hash))
                .findFirst()
                .map(hashEntry -> ", which is step " + hashEntry.getKey() + " now")
                .orElse("");
    }

    private String shortenText(int stepNumber) {
        String line = String.join(
                " ",
                RedactedSql.of(textByStepNumber.getOrDefault(stepNumber, ""))
                        .text()
                        .lines()
                        .map(String::strip)
                        .toList());
        return SourceExcerpt.shorten(line, MAX_QUOTED_LENGTH);
    }
}
