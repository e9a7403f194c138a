package dev.cairn.processor.read.written;

import javax.annotation.processing.RoundEnvironment;

/** Whether types that are missing may still come. */
public enum RemainingRounds {
    /** Other processors may generate them. */
    MORE,
    /** This is the last round. */
    NOTHING,
    /** This is the last round because something is wrong; javac names what is missing, and it may be for that reason. */
    CUT_SHORT;

    public static RemainingRounds of(RoundEnvironment round) {
        if (!round.processingOver()) {
            return MORE;
        }
        return round.errorRaised() ? CUT_SHORT : NOTHING;
    }
}
