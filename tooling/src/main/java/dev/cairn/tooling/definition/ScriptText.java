package dev.cairn.tooling.definition;

import dev.cairn.sql.ScriptPart;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;

/**
 * A script and where it comes from.
 *
 * @param name of the file
 */
public record ScriptText(String name, String text) {
    private static final int SHOWN = 80;

    /**
     * Its statements, those that can't be parsed among them.
     *
     * @throws NotUnderstoodException where it can't be divided into statements
     */
    List<ScriptPart> parts() {
        try {
            return Sql.parts(text);
        } catch (SqlSyntaxException endless) {
            throw new NotUnderstoodException(name, endless);
        }
    }

    /** {@code shop.sql:12} */
    String place(Span at) {
        return name + ":" + at.line();
    }

    /** The beginning of a statement. */
    static String first(ScriptPart part) {
        String line = part.text().lines().findFirst().orElse("").strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
