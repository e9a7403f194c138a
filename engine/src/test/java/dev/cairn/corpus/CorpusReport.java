package dev.cairn.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * Prints the rates of a recording, and the cases that differ.
 *
 * <p>{@code CorpusReport MATRIX [check or ALL] [part of an id or area] [maximum number of cases]}
 */
public final class CorpusReport {
    private CorpusReport() {}

    public static void main(String[] arguments) {
        List<Verdict> verdicts = replay(Recording.valueOf(arguments[0]));
        new AgreementRates(verdicts).print(Check.values(), System.out);
        if (arguments.length > 1) {
            String idPartOrArea = arguments.length > 2 ? arguments[2] : "";
            int maxCases = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 40;
            verdicts.stream()
                    .filter(verdict -> !verdict.isMatch())
                    .filter(verdict -> arguments[1].equals("ALL") || verdict.check() == Check.valueOf(arguments[1]))
                    .filter(verdict -> verdict.script().contains(idPartOrArea)
                            || verdict.area().equals(idPartOrArea))
                    .limit(maxCases)
                    .forEach(verdict -> System.out.println(verdict.describe()));
        }
    }

    static List<Verdict> replay(Recording recording) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Script script : recording.scripts()) {
            verdicts.addAll(Replay.collectVerdicts(recording, script));
        }
        return verdicts;
    }
}
