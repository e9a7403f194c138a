package dev.cairn.embedded.fault;

import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Selects the statements that a fault affects: the first statement that matches, the n-th one, or all of them. Only
 * statements that arrive after the fault was added are counted. A trigger of {@link #connecting} selects clients that
 * connect, and no statement. A trigger is immutable.
 *
 * <pre>{@code
 * Trigger.number(3)                               // the third statement from now on
 * Trigger.matching("(?i)create view.*")           // the next CREATE VIEW
 * Trigger.matching("(?i)alter table.*").nth(2)    // the second ALTER TABLE
 * Trigger.nextStatement().every()                 // all of them
 * }</pre>
 */
public final class Trigger {
    private static final int EVERY_MATCH = 0;

    private final Predicate<LoggedStatement> condition;
    private final int selectedMatchNumber;
    private final boolean isForConnections;

    private Trigger(Predicate<LoggedStatement> condition, int selectedMatchNumber, boolean isForConnections) {
        this.condition = condition;
        this.selectedMatchNumber = selectedMatchNumber;
        this.isForConnections = isForConnections;
    }

    /**
     * Returns a trigger for the next client that connects. {@link Fault.CutBefore}, {@link Fault.SilentBefore} and
     * {@link Fault.Delay} take effect before the client is greeted, {@link Fault.CutAfter}, {@link Fault.SilentAfter}
     * and {@link Fault.Rejection} when it has logged in. Other faults can't affect a client that connects.
     */
    public static Trigger connecting() {
        return new Trigger(statement -> false, 1, true);
    }

    /** Returns a trigger for the next statement. */
    public static Trigger nextStatement() {
        return new Trigger(statement -> true, 1, false);
    }

    /** Returns a trigger for the next statement that meets the condition. */
    public static Trigger of(Predicate<LoggedStatement> condition) {
        return new Trigger(condition, 1, false);
    }

    /**
     * Returns a trigger for the n-th statement.
     *
     * @param number 1 means the next statement
     * @throws IllegalArgumentException if the number is less than 1
     */
    public static Trigger number(int number) {
        return nextStatement().nth(number);
    }

    /**
     * Returns a trigger for the next statement whose entire text matches a regular expression.
     *
     * @param regex the regular expression; a dot also matches line terminators
     * @throws java.util.regex.PatternSyntaxException if the regular expression is malformed
     */
    public static Trigger matching(String regex) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        return of(statement -> pattern.matcher(statement.text()).matches());
    }

    /**
     * Restricts the trigger to the statements of one connection; without this restriction, it selects statements of all
     * connections. Has no effect on a trigger of {@link #connecting}.
     *
     * @param connection the value of CONNECTION_ID() in this connection
     */
    public Trigger on(int connection) {
        return new Trigger(
                condition.and(statement -> statement.connection() == connection),
                selectedMatchNumber,
                isForConnections);
    }

    /**
     * Selects the n-th statement that matches, or the n-th client that connects.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Trigger nth(int matchNumber) {
        if (matchNumber < 1) {
            throw new IllegalArgumentException("The first statement is number 1");
        }
        return new Trigger(condition, matchNumber, isForConnections);
    }

    /** Selects all statements that match. The fault stays pending until {@link Faults#clear} is called. */
    public Trigger every() {
        return new Trigger(condition, EVERY_MATCH, isForConnections);
    }

    /** Returns whether the trigger matches a statement. */
    public boolean matches(LoggedStatement statement) {
        return condition.test(statement);
    }

    /** Returns whether the trigger waits for a client that connects. */
    public boolean isForConnections() {
        return isForConnections;
    }

    /** Returns whether the fault affects the n-th matching statement. */
    public boolean firesAt(long matchNumber) {
        return selectedMatchNumber == EVERY_MATCH || matchNumber == selectedMatchNumber;
    }

    /** Returns whether the trigger never fires again after the n-th matching statement. */
    public boolean isDoneAfter(long matchNumber) {
        return selectedMatchNumber != EVERY_MATCH && matchNumber >= selectedMatchNumber;
    }
}
