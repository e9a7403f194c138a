package dev.cairn.tooling.recording;

import dev.cairn.migration.Rebase.Move;
import java.nio.file.Path;
import java.util.List;

/**
 * Migrations that were moved to the end of the chain.
 *
 * @param files that were written; perhaps only to say what records the last one leads to
 * @param moves what has another number, parent or name now; empty where all stood at the end already
 * @param problems what is still wrong with the chain
 */
public record RebasedFiles(List<Path> files, List<Move> moves, List<String> problems) {
    public RebasedFiles {
        files = List.copyOf(files);
        moves = List.copyOf(moves);
        problems = List.copyOf(problems);
    }

    /** What a database must do that ran one of them where it stood before. */
    public String advice() {
        if (moves.isEmpty()) {
            return "";
        }
        String names =
                String.join(", ", moves.stream().map(move -> move.from().name()).toList());
        int before = moves.get(0).from().number() - 1;
        String state = before == 0 ? "before the first migration" : "migration " + before;
        String version = before == 0 ? "base" : String.valueOf(before);
        return "A database that already ran " + names
                + " does not know the chain any more. Before it is upgraded again, take it back to " + state
                + " with the application as it was before the rebase (cairn downgrade " + version
                + "), or make it anew.";
    }
}
