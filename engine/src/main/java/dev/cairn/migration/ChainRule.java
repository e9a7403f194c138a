package dev.cairn.migration;

import dev.cairn.finding.FindingRule;
import dev.cairn.finding.Severity;
import java.util.Locale;

/** The rules of {@link ChainProblem}s, with their messages. A warning does not break a chain. */
public enum ChainRule implements FindingRule {
    /** Arguments: the missing migrations with a verb, such as {@code migration 3 is}; the next migration. */
    GAP(
            "migration-gap",
            "%1$s missing before %2$s: restore the deleted migration or, if no database has run it, run cairn rebase %2$s"),
    /** Two migrations have the same number, but were recorded after different ones. */
    DUPLICATE(
            "migration-duplicate",
            "%1$s and %2$s have the same number: run cairn rebase %1$s, or cairn rebase %2$s if fewer databases have run that one"),
    /** Two migrations were recorded after the same one: two branches were merged. */
    FORK(
            "migration-fork",
            "%1$s and %2$s were recorded after the same one, as happens when branches are merged: run cairn rebase %1$s,"
                    + " or cairn rebase %2$s if fewer databases have run that one"),
    /** Arguments: the migration, the one after which it was recorded. */
    FORK_FROM_EARLIER(
            "migration-fork", "%1$s was recorded after %2$s, as was another migration: run cairn rebase %1$s"),
    /** Arguments: the edited migration, the one that was recorded after it. */
    EDITED(
            "migration-edited",
            "%1$s has changed since %2$s was recorded after it: undo the edit or, if no database has run it, run cairn"
                    + " rebase %2$s"),
    FIRST_WITH_PREDECESSOR(
            "migration-edited", "%1$s is the first migration, but after names a previous one: run cairn rebase %1$s"),
    /** Arguments: the hash, the checkpoint. */
    INVALID_CHECKPOINT_HASH(
            "migration-checkpoint",
            "'%s' is not the hash of a migration: write the hash of the last migration that %s replaces, h1: and 64 hex"
                    + " digits"),
    CHECKPOINT_WITH_PREDECESSOR(
            "migration-checkpoint",
            "%s is a checkpoint, which replaces all previous migrations, so it follows none: remove after"),
    /** Arguments: the migration, the checkpoint. */
    REPLACED(
            "migration-replaced",
            "%1$s is one of the migrations that the checkpoint %2$s replaces: delete all of them, with their class files;"
                    + " or, if this one comes from a branch and the checkpoint does not contain its changes, run cairn"
                    + " rebase %1$s"),
    /** Arguments: the number, the name, the name with the number. */
    NUMBER_NOT_IN_NAME(
            "migration-number", "the migration %s is named %s: rename it to %s, or give it the number in its name"),
    NUMBER_TOO_SMALL("migration-number", "the numbers of migrations begin with 1: run cairn rebase %s"),
    STATEMENT_TOO_LONG(
            "migration-too-long",
            "the statement is longer than 65534 bytes, the limit of a text in a class file: create the object with fewer"
                    + " parts, and add the others in further statements"),
    /** Arguments: the syntax to write, the message of the parser. */
    SYNTAX_ERROR("migration-syntax", "%2$s; %1$s"),
    /** Arguments: the version of the server, the message of the server. */
    REFUSED(
            "migration-refused",
            "A %s server refuses this statement when it follows the previous ones: %s; correct the SQL"),
    /** NULL itself is stored in a column that is NOT NULL. Arguments: the column. */
    NULL_ASSIGNMENT(
            "null-assignment", "NULL is stored in '%s', which is NOT NULL; store a value, or make the column nullable"),
    /** A column can't hold a literal. Argument: the warning. */
    LITERAL_LENGTH("literal-length", Severity.WARNING, "%s"),
    /** A literal is not a value of its type. Argument: the warning. */
    LITERAL_VALUE("literal-value", Severity.WARNING, "%s"),
    EVERY_ROW_CHANGED(
            "every-row",
            Severity.WARNING,
            "The UPDATE changes every row of '%s'; add a condition, or write WHERE TRUE if all rows are intended"),
    /** The statement destroys data without the marker of consent. Arguments: the effect of the statement. */
    UNMARKED_DESTRUCTION(
            "unmarked-destruction",
            "The statement %s without consent to the loss; write -- destructive: and the reason in the line above it,"
                    + " or, if databases have already run it, -- allow: unmarked-destruction and the reason, which is not part"
                    + " of the hash"),
    /** The statement gives a built-in role to a user or group. Arguments: the description of the grant. */
    BUILT_IN_ROLE_GRANTED(
            "built-in-role",
            Severity.WARNING,
            "The statement %s; grant a role of the schema that has the necessary privileges only, with @GrantedTo, or"
                    + " write -- allow: built-in-role and the reason in the line above the statement"),
    PASSWORD_IN_SOURCE(
            "migration-password",
            Severity.WARNING,
            "%s contains a password, which everyone with access to the sources can read; create users outside of migrations,"
                    + " and give them roles with @GrantedTo"),
    SECRET_IN_SOURCE(
            "migration-secret",
            Severity.WARNING,
            "the value of '%s' is a secret, which everyone with access to the sources can read; write a placeholder such as"
                    + " '${name}', whose value a migrator knows"),
    SECRET_IN_OPAQUE_STATEMENT(
            "migration-secret",
            Severity.WARNING,
            "the value of '%s' is a secret, which everyone with access to the sources can read; send the statement from the"
                    + " code of the migration"),
    UNRESOLVED_PLACEHOLDER(
            "migration-placeholder",
            "%s is not resolved in this statement, so the server would receive it unchanged; write the value, or send the"
                    + " statement from the code of the migration"),
    UNRESOLVED_PLACEHOLDER_OF_USER(
            "migration-placeholder",
            "%s is not resolved in this statement, so the server would receive it unchanged; create users outside of"
                    + " migrations, and give them roles with @GrantedTo"),
    INVALID_BUCKETS_FALLBACK("migration-placeholder", "the fallback of %s must be a number of buckets"),
    /** The downgrade does not restore the previous catalog. Arguments: the migration, a missing statement. */
    NOT_RESTORED(
            "migration-back",
            "the downgrade does not restore the schema before %s: add the missing statements, or state in irreversible why"
                    + " it can't; missing:\n%s"),
    SERVERS_WITHOUT_EFFECT(
            "migration-servers",
            "a line -- on: has no effect here; write it as -- on: 3.5 shared-data, directly above the statement or another"
                    + " marker"),
    SERVERS_REPEATED(
            "migration-servers",
            "there is more than one line -- on:; write one, with commas between the kinds of servers"),
    /** Arguments: the message of the parser of conditions. */
    SERVERS_UNKNOWN("migration-servers", "%s"),
    INVALID_SETTING("migration-setting", "'%s' is not a setting: use the form name=value, as in insert_timeout=14400");

    private final String code;
    private final Severity severity;
    private final String template;

    ChainRule(String code, String template) {
        this(code, Severity.ERROR, template);
    }

    ChainRule(String code, Severity severity, String template) {
        this.code = code;
        this.severity = severity;
        this.template = template;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    /** Returns the message; the arguments replace its placeholders. */
    public String formatMessage(Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }

    /** Returns whether the last argument is a message of the parser or of the server. */
    boolean hasQuotedMessage() {
        return this == SYNTAX_ERROR || this == REFUSED;
    }
}
