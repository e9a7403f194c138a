package dev.cairn.plan.step;

import dev.cairn.finding.FindingRule;
import dev.cairn.finding.Severity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The rules of the linter, by family. The check that finds a violation writes the message. docs/lint.md describes each
 * rule, with an example that a test runs.
 */
public enum LintRule implements FindingRule {
    // Loses data

    DROPS_DATA(
            Family.LOSES_DATA,
            Severity.WARNING,
            "Keep the data until no release of the application needs it, or copy it first."),
    LOSES_VALUES(
            Family.LOSES_DATA,
            Severity.WARNING,
            "Check that no row has such a value, or add a column of the new type and fill it."),
    MERGES_ROWS(Family.LOSES_DATA, Severity.WARNING, "Check that the rows are distinct under the new key."),
    SHORTENS_RETENTION(
            Family.LOSES_DATA,
            Severity.WARNING,
            "Make sure that the partitions that will be dropped are no longer needed."),
    LOSES_DEFAULT(
            Family.LOSES_DATA,
            Severity.WARNING,
            "Keep the default, or make sure that all loads and inserts give a value."),
    CHANGES_ALL_ROWS(Family.LOSES_DATA, Severity.WARNING, "Restrict the statement to the intended rows."),
    OVERWRITES_PARTITIONS(
            Family.LOSES_DATA,
            Severity.WARNING,
            "Name the partitions, as in INSERT OVERWRITE t PARTITION (p), or set the variable dynamic_overwrite."),
    WEAKENS_DURABILITY(
            Family.LOSES_DATA,
            Severity.WARNING,
            "Keep replication_num and write_quorum, if the rows can't be loaded again."),
    /** A Routine Load, pipe, task or dictionary ends or fails, because its table or a column is dropped. */
    ENDS_DEPENDENTS(
            Family.LOSES_DATA,
            Severity.WARNING,
            "Save its definition (for a paused Routine Load, also the offsets), run the migration with"
                    + " --dependents=lose, and create it again."),

    // Breaks readers

    BREAKS_VIEW(
            Family.BREAKS_READERS, Severity.ERROR, "Redefine the view in the same migration, or keep what it reads."),
    BREAKS_QUERY(Family.BREAKS_READERS, Severity.ERROR, "Change the statement, or keep what it reads and writes."),
    BREAKS_PREVIOUS_RELEASE(
            Family.BREAKS_READERS,
            Severity.ERROR,
            "Keep what the previous release reads and writes until none of its instances runs."),
    /** The enum of a column no longer has a constant of the previous release, which rows may contain. */
    REMOVES_CONSTANT(
            Family.BREAKS_READERS,
            Severity.WARNING,
            "Change these rows first, or keep the constant until no row has it."),
    SELECT_STAR(Family.BREAKS_READERS, Severity.WARNING, "Name the columns."),
    INSERT_BY_POSITION(Family.BREAKS_READERS, Severity.WARNING, "Name the columns: INSERT INTO t (a, b) …."),
    SHIFTS_POSITIONS(
            Family.BREAKS_READERS, Severity.WARNING, "Add columns at the end, or name the columns in the statements."),

    // Stops refreshes

    INACTIVATES_VIEW(
            Family.STOPS_REFRESHES,
            Severity.WARNING,
            "Activate the view in the same migration: ALTER MATERIALIZED VIEW … ACTIVE."),
    /** Existing rows of a materialized view have the default value in a new column until the next full refresh. */
    LACKS_VALUES(Family.STOPS_REFRESHES, Severity.INFO, "Refresh the view after the change."),

    // Costs

    REWRITES_TABLE(Family.COSTS, Severity.INFO, "Run it when the cluster has capacity for it."),
    BUILDS_ROLLUP(Family.COSTS, Severity.INFO, "Run it when the cluster has capacity for it."),
    LACKS_DISK_SPACE(
            Family.COSTS,
            Severity.WARNING,
            "Add disks or backends first, or empty the recycle bin and drop what is not needed."),
    WAITS_FOR_LOADS(Family.COSTS, Severity.INFO, "Run it when no load runs."),
    REPEATED_JOB(Family.COSTS, Severity.INFO, "Write one ALTER TABLE with the clauses of both statements."),

    // Will fail

    NOT_NULL_WITHOUT_DEFAULT(Family.WILL_FAIL, Severity.WARNING, "Declare a default, or allow NULL."),
    COPY_FAILS(
            Family.WILL_FAIL,
            Severity.WARNING,
            "Change these rows first, or write another value for them in the copy, as cairn record --fill table.column=value"
                    + " does for NULL."),
    UNFILLED_COLUMN(Family.WILL_FAIL, Severity.ERROR, "Write a value instead of NULL for the rows that exist."),
    KEEPS_EXISTING_OBJECT(
            Family.WILL_FAIL,
            Severity.WARNING,
            "Create the object under another name, or remove IF NOT EXISTS, so that the server refuses the statement."),
    REFUSED_BY_TARGET(
            Family.WILL_FAIL, Severity.ERROR, "Use what all servers accept, or correct the setting lint.targets."),

    // Layout

    IGNORED_PROPERTY(Family.LAYOUT, Severity.WARNING, "Remove the property."),
    TOO_MANY_TABLETS(Family.LAYOUT, Severity.WARNING, "Declare fewer buckets, or longer partitions."),
    SMALL_TABLETS(Family.LAYOUT, Severity.INFO, "Declare fewer buckets, or let the server choose their number."),
    LARGE_TABLETS(Family.LAYOUT, Severity.WARNING, "Declare more buckets, or shorter partitions."),
    NO_PARTITION(
            Family.LAYOUT,
            Severity.INFO,
            "Partition the table by time, such as PARTITION BY date_trunc('day', …), if it grows with time."),
    ENDLESS_PARTITIONS(
            Family.LAYOUT,
            Severity.INFO,
            "Set dynamic_partition.start, or partition_ttl, if old rows are not needed forever."),
    FEW_BUCKET_VALUES(
            Family.LAYOUT,
            Severity.WARNING,
            "Distribute by a column with many values, or DISTRIBUTED BY RANDOM if the key allows it."),
    LONG_KEY(Family.LAYOUT, Severity.INFO, "Declare shorter key columns, or use a number or a hash as the key."),
    SINGLE_REPLICA(Family.LAYOUT, Severity.WARNING, "Set replication_num to 3."),

    // Access

    ALL_PRIVILEGES(
            Family.ACCESS, Severity.WARNING, "Grant the privileges that the role needs, on the objects that it needs."),
    ALL_DATABASES(
            Family.ACCESS,
            Severity.WARNING,
            "Name the database: ON ALL TABLES IN DATABASE …. The databases of others have owners of their own."),
    BUILT_IN_ROLE(
            Family.ACCESS,
            Severity.WARNING,
            "Grant a role of your own that has the necessary privileges only, and leave built-in roles to administrators."),
    GRANT_OPTION(
            Family.ACCESS,
            Severity.WARNING,
            "Leave out WITH GRANT OPTION, so that migrations alone decide who may do what."),
    /** All users who may read a view can read the rows of its tables, even without privileges on them. */
    SECURITY_NONE(
            Family.ACCESS,
            Severity.WARNING,
            "Keep SECURITY INVOKER, or make sure that all who may read the view may read these rows and columns."),
    GAINS_ACCESS(Family.ACCESS, Severity.INFO, "Make sure that this is intended."),

    // Policy. These rules have no findings without settings.

    NAME_PATTERN(Family.POLICY, Severity.WARNING, "Choose a name that matches the pattern."),
    MISSING_COMMENT(Family.POLICY, Severity.WARNING, "Add a comment."),
    MISSING_PROPERTY(Family.POLICY, Severity.WARNING, "Declare the property."),
    FORBIDDEN_PROPERTY(Family.POLICY, Severity.WARNING, "Remove the property."),
    FORBIDDEN_TYPE(Family.POLICY, Severity.WARNING, "Choose another type."),
    UNEXPECTED_TYPE(Family.POLICY, Severity.WARNING, "Choose one of these types, or another name."),
    MISSING_OWNER(Family.POLICY, Severity.WARNING, "Add a setting lint.owner.… that matches the object."),
    IRREVERSIBLE_MIGRATION(
            Family.POLICY,
            Severity.WARNING,
            "Split the change, so that a downgrade is possible until the old state is no longer needed."),
    UNREADABLE_OBJECT(Family.POLICY, Severity.WARNING, "Grant SELECT on it to a role, or drop it if it is not needed.");

    /** The kind of problem that the rules of a family report. */
    public enum Family {
        LOSES_DATA("Loses data"),
        BREAKS_READERS("Breaks readers"),
        STOPS_REFRESHES("Stops refreshes"),
        COSTS("Costs"),
        WILL_FAIL("Will fail"),
        LAYOUT("Layout"),
        ACCESS("Access"),
        POLICY("Policy");

        private final String title;

        Family(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** The prefix of the code of a rule in {@code @Allow}, in {@code -- allow:} and in cairn.properties. */
    public static final String PREFIX = "lint.";

    private final Family family;
    private final Severity severity;
    private final String remedy;

    /**
     * Creates a rule.
     *
     * @param severity the severity of the findings, unless the configuration sets another
     * @param remedy what to do about a finding, as a sentence
     */
    LintRule(Family family, Severity severity, String remedy) {
        this.family = family;
        this.severity = severity;
        this.remedy = remedy;
    }

    /** Returns the rule of a code, with or without the prefix; empty if no rule has this code. */
    public static Optional<LintRule> find(String code) {
        String plainCode = code.startsWith(PREFIX) ? code.substring(PREFIX.length()) : code;
        return Arrays.stream(values())
                .filter(rule -> rule.code().equals(plainCode))
                .findFirst();
    }

    /** Returns the code, such as {@code drops-data}. */
    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Family family() {
        return family;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    /** Returns the remedy for a finding, as a sentence. */
    public String remedy() {
        return remedy;
    }
}
