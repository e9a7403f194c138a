package dev.cairn.tooling.recording;

import dev.cairn.migration.MigrationRebase.Move;
import java.nio.file.Path;
import java.util.List;

/**
 * Migrations that were moved to the end of the chain.
 *
 * @param writtenFiles the files that were written
 * @param moves the migrations whose number, predecessor or name changed; empty if they were at the end already
 * @param problems the remaining problems of the chain
 */
public record RebaseResult(List<Path> writtenFiles, List<Move> moves, List<String> problems) {
    public RebaseResult {
        writtenFiles = List.copyOf(writtenFiles);
        moves = List.copyOf(moves);
        problems = List.copyOf(problems);
    }

    /** Returns instructions for databases that ran a migration before it was moved; empty if none was moved. */
    public String advice() {
        if (moves.isEmpty()) {
            return "";
        }
        String migrationNames = String.join(
                ", ", moves.stream().map(move -> move.original().name()).toList());
        int previousNumber = moves.get(0).original().number() - 1;
        String previousState = previousNumber == 0 ? "before the first migration" : "migration " + previousNumber;
        String downgradeTarget = previousNumber == 0 ? "base" : String.valueOf(previousNumber);
        return "A database that already ran " + migrationNames
                + " no longer matches the history. Before the next upgrade, downgrade it to " + previousState
                + " with the application as it was before the rebase (cairn downgrade " + downgradeTarget
                + "), or create it again.";
    }
}
