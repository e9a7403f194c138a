package dev.cairn.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * Prints the rates of a recording, and the cases that differ.
 *
 * <p>{@code CorpusReport MATRIX [check or ALL] [part of an id or area] [most]}
 */
public final class CorpusReport {
    private CorpusReport() {}

    public static void main(String[] arguments) {
        List<Verdict> verdicts = replay(Recording.valueOf(arguments[0]));
        new AgreementRates(verdicts).print(Check.values(), System.out);
        if (arguments.length > 1) {
            String part = arguments.length > 2 ? arguments[2] : "";
            int most = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 40;
            verdicts.stream()
                    .filter(verdict -> !verdict.isMatch())
                    .filter(verdict -> arguments[1].equals("ALL") || verdict.check() == Check.valueOf(arguments[1]))
                    .filter(verdict ->
                            verdict.script().contains(part) || verdict.area().equals(part))
                    .limit(most)
                    .forEach(verdict -> System.out.println(verdict.described()));
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
