package dev.cairn.embedded.protocol;

/** A column of a result. A frontend says neither its table nor whether it may be NULL. */
public record ResultColumn(String name, ResultColumnType type) {
    /** A column of text, as most of SHOW are. */
    public static ResultColumn text(String name, int characters) {
        return new ResultColumn(name, ResultColumnType.varchar(characters));
    }
}
