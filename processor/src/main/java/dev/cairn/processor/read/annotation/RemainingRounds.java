package dev.cairn.processor.read.annotation;

import javax.annotation.processing.RoundEnvironment;

/** The rounds of annotation processing after this one, which may generate missing types. */
public enum RemainingRounds {
    /** There is another round, so other processors may generate missing types. */
    MORE,
    /** This is the last round. */
    NONE,
    /** This is the last round because of an error, which may be the reason for missing types; javac reports them. */
    NONE_AFTER_ERROR;

    public static RemainingRounds of(RoundEnvironment round) {
        if (!round.processingOver()) {
            return MORE;
        }
        return round.errorRaised() ? NONE_AFTER_ERROR : NONE;
    }
}
