package dev.cairn.plan.seed;

import dev.cairn.sql.token.RefusalRule;

/** Rules for the rows that a schema declares. They are Cairn's own: a server accepts more. */
public enum SeedRule implements RefusalRule {
    NOT_PRIMARY_KEY(
            "%s is a table with %s KEY, and only in a table with PRIMARY KEY does writing a row again replace it instead of"
                    + " adding it a second time or aggregating it"),
    AUTO_INCREMENT_COLUMN(
            "the values of the AUTO_INCREMENT column %s are assigned by the server, and a declared value could later be"
                    + " assigned to another row"),
    UNSUPPORTED_TYPE("%s has the type %s, whose values can't be compared exactly with those that the server returns"),
    UNKNOWN_COLUMN("%s has no column %s"),
    GENERATED_COLUMN("%s is a generated column, whose values the server computes"),
    REPEATED_COLUMN("the column %s is listed twice"),
    MISSING_COLUMN(
            "the values of %s are missing, and on some servers a row that is written without them would lose them"),
    VALUE_COUNT("the row has %s values for %s columns"),
    NOT_A_LITERAL("%s is %s, and the value %s is not %s"),
    NULL_VALUE("%s is NOT NULL, and the value is NULL"),
    OUT_OF_RANGE("%s is %s, which can't hold the value %s"),
    TOO_LONG("%s is %s, and the value %s has %s bytes in UTF-8"),
    ROW_TOO_LONG("the row has %s bytes, more than the %s of a statement"),
    REPEATED_KEY("another row has the same key %s"),
    UNSUPPORTED_STATEMENT(
            "-- seed is only allowed above INSERT INTO … VALUES with literal rows, and above DELETE … WHERE with conditions"
                    + " of the form key = value, key IN (…), AND and OR");

    private final String template;

    SeedRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
