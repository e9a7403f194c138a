package dev.cairn.migration;

import java.util.List;

/** Computes hashes that show whether the declarations of a schema have changed. */
public final class DeclarationHash {
    private static final String RECORDS_HASH_PREFIX = "r1:";

    /** A short hash suffices: it need not resist forgery, and people read the file that contains it. */
    private static final int RECORDS_HASH_DIGITS = 16;

    private DeclarationHash() {}

    /**
     * Returns the hash of the statements that create the objects, in the order of the schema. It shows whether the
     * records have changed since the migrations were verified against them: records can be compiled without the schema.
     */
    public static String ofStatements(List<String> statements) {
        Sha256 sha256 = new Sha256();
        for (String statement : statements) {
            sha256.add(statement);
            sha256.addSeparator();
        }
        return sha256.digestHex();
    }

    /**
     * Returns {@code r1:} and 16 hex digits for the contents of the records, regardless of their order. The hash shows
     * whether a record has changed since a migration was recorded. If none has changed and the migrations result in a
     * different schema, the migrations were edited.
     */
    public static String hashRecords(List<String> recordContents) {
        return RECORDS_HASH_PREFIX
                + ofStatements(recordContents.stream().sorted().toList()).substring(0, RECORDS_HASH_DIGITS);
    }
}
