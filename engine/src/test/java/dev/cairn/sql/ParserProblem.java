package dev.cairn.sql;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.sql.token.SqlSyntaxException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Catches errors of a parser. */
final class ParserProblem {
    private ParserProblem() {}

    /** Returns the problem that the parser reports, or {@code none} if the text has no problem. */
    static String find(ThrowingCallable parsing) {
        SqlSyntaxException error = catchThrowableOfType(SqlSyntaxException.class, parsing);
        return error == null ? "none" : error.problem();
    }
}
