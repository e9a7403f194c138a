package dev.cairn.migration;

import java.util.List;

/**
 * Tells whether a schema's records still say what they said when the migrations were found to lead there: records can be
 * compiled without the schema.
 */
public final class DeclarationHash {
    private DeclarationHash() {}

    /** Of the statements that create the objects, in the order of the schema. */
    public static String of(List<String> statements) {
        Sha256 hash = new Sha256();
        for (String statement : statements) {
            hash.add(statement);
            hash.addZero();
        }
        return hash.hex();
    }
}
