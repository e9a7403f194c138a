package dev.cairn.sql;

/**
 * Text to statements and back.
 *
 * <pre>{@code
 * Statement statement = Sql.parse("CREATE TABLE t (k INT) DISTRIBUTED BY HASH(k)");
 * String text = Sql.render(statement);
 * }</pre>
 */
public final class Sql {
    private Sql() {}
}
