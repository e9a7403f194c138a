package dev.cairn.tooling.recording;

import dev.cairn.migration.MigrationRebase;
import dev.cairn.migration.MigrationRebase.Move;
import java.nio.file.Path;
import java.util.List;

/**
 * Migrations that were moved to the end of the chain.
 *
 * @param writtenFiles the files that were written
 * @param plan the moves of the migrations
 * @param problems the remaining problems of the chain
 */
public record RebaseResult(List<Path> writtenFiles, MigrationRebase plan, List<String> problems) {
    public RebaseResult {
        writtenFiles = List.copyOf(writtenFiles);
        problems = List.copyOf(problems);
    }

    /**
     * Returns the migrations whose number, predecessor or name changed; empty if they were at the end already, and none
     * before them was edited.
     */
    public List<Move> moves() {
        return plan.moves();
    }

    /** Returns instructions for databases that ran a migration before it was moved; empty if none was moved. */
    public String advice() {
        if (moves().isEmpty()) {
            return "";
        }
        String migrationNames = String.join(
                ", ", moves().stream().map(move -> move.original().name()).toList());
        int commonNumber = plan.commonNumber();
        String commonState = commonNumber == 0 ? "before the first migration" : "migration " + commonNumber;
        String downgradeTarget = commonNumber == 0 ? "base" : String.valueOf(commonNumber);
        return "A database that already ran " + migrationNames
                + " no longer matches the history. Before the next upgrade, downgrade it to " + commonState
                + " with the application that upgraded it last (cairn downgrade " + downgradeTarget
                + "), or create it again.";
    }
}
