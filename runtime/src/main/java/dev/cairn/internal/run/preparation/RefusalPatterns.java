package dev.cairn.internal.run.preparation;

import dev.cairn.internal.connection.ServerRefusalException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes the refusals of the server that decide how a run continues. The server distinguishes nearly all of them
 * only by their text.
 */
public final class RefusalPatterns {
    private static final Pattern BUSY_TABLE_PATTERN = Pattern.compile("operation is in progress on the table"
            + "|rollup index is being created on the table"
            + "|is currently in state [A-Z_]+");

    private static final Pattern USED_LABEL_PATTERN = Pattern.compile("Label \\[.*] has already been used");

    private static final Pattern NO_OP_PATTERN = Pattern.compile("nothing need to do"
            + "|(?i:bloom filter index has no change)"
            + "|Can't create database '.*'; database exists"
            + "|Can't drop database '.*'; database doesn't exist");

    /** A server and the embedded server name the refused column in different texts. */
    private static final Pattern FORMER_COLUMN_NAME_PATTERN =
            Pattern.compile("Can not add (?:column which already exists in column id: ([^,]+),"
                    + "|the column '(.+)', because the column '.+' was created with this name)");

    /**
     * Errors of the parser, the analyzer and the check of privileges. Only these show that nothing ran: any other error
     * may come from a statement that has run, such as an error of the commit or of the connection to the leader.
     */
    private static final Pattern NOT_STARTED_PATTERN = Pattern.compile(
            "Getting (syntax|analyzing) error.*"
                    + "|[Tt]able .* does not support (update|delete).*"
                    + "|(Delete|Update) is not supported on .*"
                    + "|Only support insert into .*"
                    + "|Unknown (column|table|database) .*",
            Pattern.DOTALL);

    private RefusalPatterns() {}

    /** Returns whether the server refused a statement before it ran any part of it; false if this is not certain. */
    public static boolean isBeforeStart(ServerRefusalException refusal) {
        return refusal.isAccessDenied()
                || NOT_STARTED_PATTERN.matcher(refusal.reason()).matches();
    }

    /** Returns whether another change of the table has to end before the statement can run. */
    public static boolean isTableBusy(ServerRefusalException refusal) {
        return BUSY_TABLE_PATTERN.matcher(refusal.reason()).find();
    }

    /** Returns whether a load with the label has run, or is running. */
    public static boolean isLabelInUse(ServerRefusalException refusal) {
        return USED_LABEL_PATTERN.matcher(refusal.reason()).find();
    }

    /** Returns whether CREATE ROLE was refused because the role exists. */
    public static boolean isDuplicateRole(ServerRefusalException refusal) {
        return refusal.reason().contains("role already exists");
    }

    /**
     * Returns the name of an added column that was refused because another column was created with this name; empty for
     * any other refusal.
     */
    public static Optional<String> findFormerColumnName(ServerRefusalException refusal) {
        Matcher matcher = FORMER_COLUMN_NAME_PATTERN.matcher(refusal.reason());
        return matcher.find()
                ? Optional.ofNullable(matcher.group(1)).or(() -> Optional.ofNullable(matcher.group(2)))
                : Optional.empty();
    }

    /** Returns whether the server refused a statement because it would change nothing. */
    public static boolean isNoOp(ServerRefusalException refusal) {
        return NO_OP_PATTERN.matcher(refusal.reason()).find();
    }
}
