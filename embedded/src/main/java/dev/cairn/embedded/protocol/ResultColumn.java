package dev.cairn.embedded.protocol;

/** A column of a result set. A frontend sends neither the table of a column nor whether it is nullable. */
public record ResultColumn(String name, ResultColumnType type) {
    /** Returns a VARCHAR column; most columns of SHOW statements are of this type. */
    public static ResultColumn text(String name, int characters) {
        return new ResultColumn(name, ResultColumnType.varchar(characters));
    }
}
