package dev.cairn.plan.step;

import dev.cairn.profile.ServerCondition;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A comment line that tells Cairn how to treat the statement below it. It is part of the statement's text; {@link
 * KeepsType} and {@link Transfer} stand alone. A misspelled marker is an ordinary comment.
 */
public sealed interface Marker {
    /**
     * The statement destroys data, with the consent of the user.
     *
     * @param reason the losses in words, such as {@code drops orders.note}
     */
    record Destructive(String reason) implements Marker {
        private static final String START = "-- destructive: ";

        @Override
        public String line() {
            return START + reason;
        }
    }

    /**
     * The statement begins the rebuild of an object that can't be altered, or replaces partitions by copies of them.
     *
     * @param reason why the object is rebuilt, or what happens to the rows, for reviewers
     */
    record Rebuild(String reason) implements Marker {
        private static final String START = "-- rebuild: ";

        @Override
        public String line() {
            return START + reason;
        }
    }

    /** The statement is idempotent: it may be sent again if it is unknown whether it ran. */
    record Repeatable() implements Marker {
        private static final String LINE = "-- repeatable";

        @Override
        public String line() {
            return LINE;
        }
    }

    /**
     * The statement writes or deletes rows that the schema declares, so the recorded state includes its effect. It may
     * be sent again.
     */
    record Seed() implements Marker {
        private static final String LINE = "-- seed";

        @Override
        public String line() {
            return LINE;
        }
    }

    /**
     * One of two statements: the one that stops an object, or the later one that creates it again. The object
     * continues where it was stopped: a Routine Load continues after the last offset that it has loaded.
     */
    record Continuation() implements Marker {
        /** The statement that stops a script which is run by hand: only the server knows the offsets. */
        public static final String STOP_SQL =
                "SELECT assert_true(false, 'Set the offsets as the comment above this statement"
                        + " describes, then continue with the statement below it')";

        private static final String LINE = "-- continues";

        @Override
        public String line() {
            return LINE;
        }

        /** Returns whether a statement creates or drops an object that can continue: one that can be paused. */
        public static boolean isPossibleFor(ClusterStatement statement) {
            boolean isRecreation = statement instanceof ClusterStatement.DropClusterObject
                    || statement instanceof ClusterStatement.CreateClusterObject;
            return isRecreation && statement.kind().hasFeature(ClusterObjectKind.Feature.PAUSABLE);
        }

        /** Returns the replacement of a statement that creates the object again, for plans that are run by hand. */
        public static String manualSql(String statementText) {
            return """
                -- The new load has to continue where the stopped one ended. cairn run-sql sets its offsets. With another client, set
                -- kafka_partitions and kafka_offsets below to the partitions and the offsets in the column Progress of SHOW ALL
                -- ROUTINE LOAD, in the row of this load with the greatest Id: each number plus 1, 0 for OFFSET_ZERO, and other words as
                -- they are. The rows with smaller Ids are earlier loads of the same name, which stay listed after they were stopped.
                -- The following statement stops a script here; omit it afterwards.
                %s;
                %s;\
                """.formatted(STOP_SQL, statementText);
        }
    }

    /**
     * The statement copies NULL into columns that must not be NULL: if the table has rows, it fails until it is edited.
     *
     * @param columnList the columns with their tables, separated by commas, such as {@code orders.region, orders.note}
     */
    record UnfilledColumns(String columnList) implements Marker {
        private static final String START = "-- unfilled: ";

        @Override
        public String line() {
            return START + columnList;
        }
    }

    /**
     * A downgrade leaves a column with the wider type that the upgrade gave it. This marker has no statement.
     *
     * @param column the table and the column, such as {@code orders.note}
     * @param type the type as SHOW CREATE prints it
     */
    record KeepsType(String column, String type) implements Marker {
        private static final String START = "-- keeps: ";
        private static final String SEPARATOR = " as ";

        @Override
        public String line() {
            return START + column + SEPARATOR + type;
        }
    }

    /**
     * The view that the statement replaces keeps its SECURITY, which CREATE OR REPLACE VIEW does not change.
     *
     * @param security the value of SECURITY, such as {@code INVOKER}
     */
    record KeepsSecurity(String security) implements Marker {
        private static final String START = KeepsType.START + "SECURITY ";

        @Override
        public String line() {
            return START + security;
        }
    }

    /** A remark for reviewers, which has no effect. */
    record Note(String text) implements Marker {
        private static final String START = "-- note: ";

        @Override
        public String line() {
            return START + text;
        }
    }

    /** Only a newer server can parse the query of the view, so only its text is known. */
    record Unread() implements Marker {
        private static final String LINE = "-- unread";

        @Override
        public String line() {
            return LINE;
        }
    }

    /**
     * The statement is meant for some kinds of servers only; it is ignored on others.
     *
     * @param conditionText the text of a {@link ServerCondition}
     */
    record ForServers(String conditionText) implements Marker {
        private static final String START = "-- on: ";
        private static final Pattern LINE_PATTERN = Pattern.compile("\\s*--\\s*on\\s*:.*");

        /**
         * Returns whether a line above a statement is such a marker, or resembles one so closely that it may be a
         * misspelled one.
         */
        public static boolean isMarkerLike(String line) {
            return LINE_PATTERN.matcher(line).matches();
        }

        /**
         * Returns the condition.
         *
         * @throws IllegalArgumentException if the text is not a condition; the message names the error
         */
        public ServerCondition condition() {
            return ServerCondition.of(conditionText);
        }

        @Override
        public String line() {
            return START + conditionText;
        }
    }

    /** A line without a statement: at this point, grants or a counter are transferred from one object to another. */
    sealed interface Transfer extends Marker {
        String SEPARATOR = " to ";

        String source();

        String target();

        /**
         * Returns the line for statements that are not run by a migration: {@code cairn run-sql} follows it. The
         * comments and statements after it say what other clients have to do.
         */
        String manualSql();

        /** Returns the transfer between objects with other names. */
        Transfer withNames(String newSource, String newTarget);

        /** Returns the transfer with other names of its objects; names of their databases are kept. */
        default Transfer renameObjects(UnaryOperator<String> renaming) {
            return withNames(renameObject(source(), renaming), renameObject(target(), renaming));
        }

        private static String renameObject(String objectName, UnaryOperator<String> renaming) {
            int nameStart = objectName.indexOf('.') + 1;
            return objectName.substring(0, nameStart) + renaming.apply(objectName.substring(nameStart));
        }
    }

    /**
     * The target receives the grants of the source. At this point, a run only checks that it may read them. It
     * transfers the grants that the source has right before the statement that replaces the source.
     */
    record TransfersGrants(String source, String target) implements Transfer {
        private static final String START = "-- grants: from ";

        @Override
        public String line() {
            return START + source + SEPARATOR + target;
        }

        @Override
        public TransfersGrants withNames(String newSource, String newTarget) {
            return new TransfersGrants(newSource, newTarget);
        }

        @Override
        public String manualSql() {
            return line() + "\n-- Right before " + target + " takes the place of " + source
                    + " below, give it the grants that " + source
                    + " has then:\n-- they go with the object, and not with its name.";
        }
    }

    /**
     * The table continues the AUTO_INCREMENT values of another table. Its next value is greater than every value that
     * the other table has assigned, and than every value in its own rows, so the marker follows the INSERT that copies
     * the rows. Only the server knows this number, and only when the migration runs.
     */
    record TransfersCounter(String source, String target) implements Transfer {
        /**
         * The statement that stops a script which is run by hand: the number that ALTER TABLE needs is known only at
         * that point, and without it new rows would get the ids of old ones.
         */
        public static final String STOP_SQL =
                "SELECT assert_true(false, 'Set the AUTO_INCREMENT value as the comment above this"
                        + " statement describes, then continue with the statement below it')";

        private static final String START = "-- counter: from ";

        @Override
        public String line() {
            return START + source + SEPARATOR + target;
        }

        @Override
        public TransfersCounter withNames(String newSource, String newTarget) {
            return new TransfersCounter(newSource, newTarget);
        }

        @Override
        public String manualSql() {
            String sourceTable = Marker.quote(source);
            String targetTable = Marker.quote(target);
            return """
                %s
                -- The next id of %s must be greater than all ids of the old table, or new rows get ids of old ones. Run
                -- ALTER TABLE %s AUTO_INCREMENT = with the greatest value of its AUTO_INCREMENT column plus 1, or the
                -- current value that the server names when it refuses ALTER TABLE %s AUTO_INCREMENT = 1, whichever is
                -- greater. The following statement stops a script here; omit it afterwards.
                %s;\
                """.formatted(line(), targetTable, targetTable, sourceTable, STOP_SQL);
        }
    }

    /** The migration continues even if it can't read the grants of a replaced object, which are then lost. */
    record AcceptsGrantLoss() implements Marker {
        private static final String LINE = "-- grants: loss accepted";

        @Override
        public String line() {
            return LINE;
        }
    }

    /**
     * Accepts a finding of {@code cairn lint} about the statement, or its refusal by Cairn's model of the server. The
     * marker is not part of the hash of a migration.
     *
     * @param code the code of the finding, such as {@code lint.drops-data}
     * @param reason the reason for which the finding is allowed; empty if the line gives no reason
     */
    record AllowsFinding(String code, String reason) implements Marker {
        /** The finding that the server would refuse the statement. */
        public static final String REFUSAL_CODE = "migration-refused";

        private static final String START = "-- allow: ";

        @Override
        public String line() {
            return START + (reason.isEmpty() ? code : code + " " + reason);
        }

        private static AllowsFinding parseText(String text) {
            String[] parts = text.strip().split("\\s+", 2);
            return new AllowsFinding(parts[0], parts.length == 1 ? "" : parts[1]);
        }

        /** Returns whether a line of a migration is such a marker. */
        public static boolean isLine(String line) {
            return line.stripLeading().startsWith(START);
        }
    }

    /** Returns the line without its line break. */
    String line();

    /** Parses a line; empty if it is not a marker. */
    static Optional<Marker> parse(String text) {
        String line = text.strip();
        if (line.startsWith(Destructive.START)) {
            return Optional.of(new Destructive(line.substring(Destructive.START.length())));
        }
        if (line.startsWith(Rebuild.START)) {
            return Optional.of(new Rebuild(line.substring(Rebuild.START.length())));
        }
        if (line.startsWith(Note.START)) {
            return Optional.of(new Note(line.substring(Note.START.length())));
        }
        if (line.equals(Repeatable.LINE)) {
            return Optional.of(new Repeatable());
        }
        if (line.equals(Continuation.LINE)) {
            return Optional.of(new Continuation());
        }
        if (line.equals(Seed.LINE)) {
            return Optional.of(new Seed());
        }
        if (line.startsWith(KeepsSecurity.START)) {
            return Optional.of(new KeepsSecurity(line.substring(KeepsSecurity.START.length())));
        }
        if (line.startsWith(KeepsType.START)) {
            return parsePair(line, KeepsType.START, KeepsType.SEPARATOR, KeepsType::new);
        }
        if (line.startsWith(UnfilledColumns.START)) {
            return Optional.of(new UnfilledColumns(line.substring(UnfilledColumns.START.length())));
        }
        if (line.startsWith(ForServers.START)) {
            return Optional.of(
                    new ForServers(line.substring(ForServers.START.length()).strip()));
        }
        if (line.equals(Unread.LINE)) {
            return Optional.of(new Unread());
        }
        if (line.equals(AcceptsGrantLoss.LINE)) {
            return Optional.of(new AcceptsGrantLoss());
        }
        if (AllowsFinding.isLine(line)) {
            return Optional.of(AllowsFinding.parseText(line.substring(AllowsFinding.START.length())));
        }
        if (line.startsWith(TransfersCounter.START)) {
            return parsePair(line, TransfersCounter.START, Transfer.SEPARATOR, TransfersCounter::new);
        }
        return line.startsWith(TransfersGrants.START)
                ? parsePair(line, TransfersGrants.START, Transfer.SEPARATOR, TransfersGrants::new)
                : Optional.empty();
    }

    /** Parses a line of two values; empty if the line lacks the separator between them. */
    private static Optional<Marker> parsePair(
            String line, String prefix, String separator, BiFunction<String, String, Marker> markerFactory) {
        int separatorIndex = line.indexOf(separator, prefix.length());
        return separatorIndex < 0
                ? Optional.empty()
                : Optional.of(markerFactory.apply(
                        line.substring(prefix.length(), separatorIndex),
                        line.substring(separatorIndex + separator.length())));
    }

    /** Quotes a name in a marker for use in a statement. */
    private static String quote(String name) {
        return Sql.render(QualifiedName.of(name.split("\\.", 2)));
    }
}
