package dev.cairn.migration;

import java.util.List;

/**
 * Hashes the statements of a schema's records, to detect whether the records have changed since the migrations were
 * verified against them: records can be compiled without the schema.
 */
public final class DeclarationHash {
    private DeclarationHash() {}

    /** Returns the hash of the statements that create the objects, in the order of the schema. */
    public static String of(List<String> statements) {
        Sha256 hash = new Sha256();
        for (String statement : statements) {
            hash.add(statement);
            hash.addZero();
        }
        return hash.hex();
    }
}
