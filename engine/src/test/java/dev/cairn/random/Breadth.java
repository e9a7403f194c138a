package dev.cairn.random;

import java.util.stream.IntStream;

/**
 * The amount of repeated work that a test does: a part of it in a normal build, all of it with the Maven profile
 * {@code long}. Tests that use this class have the tag {@link #LONG}, because the profile runs only them.
 */
public final class Breadth {
    /** The tag of tests that have a short and a long form. */
    public static final String LONG = "long";

    private static final boolean IS_LONG = Boolean.getBoolean("cairn.long");

    /** Golden files are written for all cases. */
    private static final boolean IS_COMPLETE = IS_LONG || Boolean.getBoolean("golden.update");

    private static final int SAMPLE_SEED = Integer.getInteger("cairn.sample.seed", 0);

    private Breadth() {}

    /** Returns whether tests run in their long form. */
    public static boolean isLong() {
        return IS_LONG;
    }

    /** Returns the amount of work in the short or in the long form. */
    public static int of(int shortAmount, int longAmount) {
        return IS_LONG ? longAmount : shortAmount;
    }

    /**
     * Returns the value of a system property; if it is not set, the amount of work in the short or in the long form.
     */
    public static int of(String property, int shortAmount, int longAmount) {
        return Integer.getInteger(property, of(shortAmount, longAmount));
    }

    /**
     * Returns whether the short form includes a case: one of so many cases, depending on the hash of its id. A case of
     * several recordings with the same id is in all of their samples, or in none. {@code -Dcairn.sample.seed=1} selects
     * other cases. The long form includes all.
     */
    public static boolean includes(String id, int caseCountPerIncludedOne) {
        return IS_COMPLETE
                || Math.floorMod(id.hashCode(), caseCountPerIncludedOne)
                        == Math.floorMod(SAMPLE_SEED, caseCountPerIncludedOne);
    }

    /**
     * Returns the numbers from 1 to the last one in the long form, and only the multiples of the step in the short
     * form. If cases alternate from number to number, choose a step that has no common divisor with the number of
     * cases, so that the short form still includes each case.
     */
    public static IntStream numbers(int last, int step) {
        return IntStream.rangeClosed(1, last).filter(number -> IS_LONG || number % step == 0);
    }
}
