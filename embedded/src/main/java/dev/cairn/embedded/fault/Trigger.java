package dev.cairn.embedded.fault;

import dev.cairn.embedded.log.LoggedStatement;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which statements a fault befalls: of those that fit, the n-th, or all. Statements count from the moment that the fault
 * is ordered.
 *
 * <pre>{@code
 * Trigger.number(3)                               // the third statement from now on
 * Trigger.matching("(?i)create view.*")           // the next CREATE VIEW
 * Trigger.matching("(?i)alter table.*").nth(2)    // the second ALTER TABLE
 * Trigger.any().every()                           // all of them
 * }</pre>
 */
public final class Trigger {
    private static final int EVERY = 0;

    private final Predicate<LoggedStatement> fits;
    private final int number;
    private final boolean connecting;

    private Trigger(Predicate<LoggedStatement> fits, int number, boolean connecting) {
        this.fits = fits;
        this.number = number;
        this.connecting = connecting;
    }

    /**
     * The next client that connects. Faults that come before a statement strike before it is greeted, others when it has
     * logged in.
     */
    public static Trigger connecting() {
        return new Trigger(statement -> false, 1, true);
    }

    /** The next statement. */
    public static Trigger any() {
        return new Trigger(statement -> true, 1, false);
    }

    /** The next statement that fits. */
    public static Trigger of(Predicate<LoggedStatement> fits) {
        return new Trigger(fits, 1, false);
    }

    /** The n-th statement; 1 is the next. */
    public static Trigger number(int number) {
        return any().nth(number);
    }

    /** The next statement whose whole text matches the regular expression; a dot matches line ends too. */
    public static Trigger matching(String regex) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        return of(statement -> pattern.matcher(statement.text()).matches());
    }

    /** Only statements of this connection count. */
    public Trigger on(int connection) {
        return new Trigger(fits.and(statement -> statement.connection() == connection), number, connecting);
    }

    /** The n-th of those that fit; 1 is the next. */
    public Trigger nth(int newNumber) {
        if (newNumber < 1) {
            throw new IllegalArgumentException("The first statement is number 1");
        }
        return new Trigger(fits, newNumber, connecting);
    }

    /** All that fit. */
    public Trigger every() {
        return new Trigger(fits, EVERY, connecting);
    }

    boolean fits(LoggedStatement statement) {
        return fits.test(statement);
    }

    boolean isForConnections() {
        return connecting;
    }

    /** Whether the fault befalls the statement that is the n-th which fits. */
    boolean firesAt(long fitting) {
        return number == EVERY || fitting == number;
    }

    boolean isDoneAfter(long fitting) {
        return number != EVERY && fitting >= number;
    }
}
