package dev.cairn.random;

import java.util.stream.IntStream;

/**
 * The amount of repeated work that a test does: a part of it in a normal build, all of it with the Maven profile
 * {@code long}. Tests that use this class have the tag {@link #LONG}, because the profile runs only them.
 */
public final class Breadth {
    /** The tag of tests that have a short and a long form. */
    public static final String LONG = "long";

    private static final boolean ALL = Boolean.getBoolean("cairn.long");

    private Breadth() {}

    /** Returns whether tests run in their long form. */
    public static boolean isLong() {
        return ALL;
    }

    /** Returns the amount of work in the short or in the long form. */
    public static int of(int part, int all) {
        return ALL ? all : part;
    }

    /**
     * Returns the value of a system property; if it is not set, the amount of work in the short or in the long form.
     */
    public static int of(String property, int part, int all) {
        return Integer.getInteger(property, of(part, all));
    }

    /**
     * Returns the numbers from 1 to the last one in the long form, and each nth of them in the short form. Choose a
     * step without a common divisor with the number of cases that alternate from number to number, so that each case
     * remains.
     */
    public static IntStream numbers(int last, int step) {
        return IntStream.rangeClosed(1, last).filter(number -> ALL || number % step == 0);
    }
}
