package dev.cairn.embedded.corpus;

import dev.cairn.corpus.AgreementRates;
import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Verdict;
import java.sql.SQLException;
import java.util.List;

/**
 * Prints the rates of a recording, and the cases that differ.
 *
 * <p>{@code EmbeddedCorpusReport MATRIX [check or ALL] [part of an id or statement] [maximum count]}
 */
public final class EmbeddedCorpusReport {
    private EmbeddedCorpusReport() {}

    public static void main(String[] arguments) throws SQLException {
        Recording recording = Recording.valueOf(arguments[0]);
        List<Verdict> verdicts = Replay.replayAll(recording, recording.scripts());
        new AgreementRates(verdicts).print(Check.values(), System.out);
        if (arguments.length > 1) {
            String searchedText = arguments.length > 2 ? arguments[2] : "";
            int maxCount = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 40;
            verdicts.stream()
                    .filter(verdict -> !verdict.isMatch())
                    .filter(verdict -> arguments[1].equals("ALL") || verdict.check() == Check.valueOf(arguments[1]))
                    .filter(verdict -> (verdict.script() + " " + verdict.sql()).contains(searchedText))
                    .limit(maxCount)
                    .forEach(verdict -> System.out.println(verdict.describe()));
        }
    }
}
