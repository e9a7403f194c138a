package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements about roles and privileges, and the form in which they are written. */
class AccessParsingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "create role r | CREATE ROLE `r`",
                "CREATE ROLE IF NOT EXISTS r, 's' COMMENT 'who reads' | CREATE ROLE IF NOT EXISTS `r`, 's' COMMENT \"who reads\"",
                "ALTER ROLE r SET COMMENT = 'x' | ALTER ROLE `r` SET COMMENT = \"x\"",
                "DROP ROLE IF EXISTS r, s | DROP ROLE IF EXISTS `r`, `s`",
                "GRANT SELECT ON t TO ROLE r | GRANT SELECT ON TABLE `t` TO ROLE `r`",
                "GRANT select, Insert ON d.t, u TO r | GRANT SELECT, INSERT ON TABLE `d`.`t`, `u` TO USER `r`@'%'",
                "GRANT ALL PRIVILEGES ON TABLE d.* TO ROLE r | GRANT ALL ON TABLE `d`.* TO ROLE `r`",
                "GRANT ALL ON *.* TO ROLE r | GRANT ALL ON TABLE *.* TO ROLE `r`",
                "GRANT SELECT ON view TO ROLE r | GRANT SELECT ON TABLE `view` TO ROLE `r`",
                "GRANT SELECT ON view.x TO ROLE r | GRANT SELECT ON TABLE `view`.`x` TO ROLE `r`",
                "GRANT SELECT ON VIEW v TO ROLE r | GRANT SELECT ON VIEW `v` TO ROLE `r`",
                "GRANT REFRESH ON MATERIALIZED VIEW m TO ROLE r | GRANT REFRESH ON MATERIALIZED VIEW `m` TO ROLE `r`",
                "GRANT CREATE MATERIALIZED VIEW, CREATE TABLE ON DATABASE d TO ROLE r"
                        + " | GRANT CREATE MATERIALIZED VIEW, CREATE TABLE ON DATABASE `d` TO ROLE `r`",
                "GRANT CREATE TABLE ON DATABASE ${database} TO ROLE r"
                        + " | GRANT CREATE TABLE ON DATABASE ${database} TO ROLE `r`",
                "GRANT USAGE ON CATALOG c TO ROLE r | GRANT USAGE ON CATALOG `c` TO ROLE `r`",
                "GRANT DROP ON RESOURCE GROUP g TO ROLE r | GRANT DROP ON RESOURCE GROUP `g` TO ROLE `r`",
                "GRANT DROP ON RESOURCE g TO ROLE r | GRANT DROP ON RESOURCE `g` TO ROLE `r`",
                "GRANT USAGE ON STORAGE VOLUME v TO ROLE r | GRANT USAGE ON STORAGE VOLUME `v` TO ROLE `r`",
                "GRANT USAGE ON WAREHOUSE w TO ROLE r | GRANT USAGE ON WAREHOUSE `w` TO ROLE `r`",
                "GRANT SELECT ON ALL TABLES IN DATABASE d TO ROLE r | GRANT SELECT ON ALL TABLES IN DATABASE `d` TO ROLE `r`",
                "GRANT SELECT ON ALL VIEWS IN ALL DATABASES TO ROLE r | GRANT SELECT ON ALL VIEWS IN ALL DATABASES TO ROLE `r`",
                "GRANT DROP ON ALL DATABASES TO ROLE r | GRANT DROP ON ALL DATABASES TO ROLE `r`",
                "GRANT USAGE ON ALL GLOBAL FUNCTIONS TO ROLE r | GRANT USAGE ON ALL GLOBAL FUNCTIONS TO ROLE `r`",
                "GRANT OPERATE ON SYSTEM TO ROLE r WITH GRANT OPTION | GRANT OPERATE ON SYSTEM TO ROLE `r` WITH GRANT OPTION",
                "GRANT USAGE ON FUNCTION f(int, varchar, ...) TO ROLE r"
                        + " | GRANT USAGE ON FUNCTION `f`(int(11), varchar, ...) TO ROLE `r`",
                "GRANT USAGE ON GLOBAL FUNCTION f() TO ROLE r | GRANT USAGE ON GLOBAL FUNCTION `f`() TO ROLE `r`",
                "GRANT IMPERSONATE ON USER a, 'b'@'10.%' TO ROLE r"
                        + " | GRANT IMPERSONATE ON USER `a`@'%', 'b'@'10.%' TO ROLE `r`",
                "GRANT IMPERSONATE ON ALL USERS TO USER u | GRANT IMPERSONATE ON ALL USERS TO USER `u`@'%'",
                "REVOKE SELECT ON d.t FROM ROLE r | REVOKE SELECT ON TABLE `d`.`t` FROM ROLE `r`",
                "GRANT a, 'b' TO ROLE r | GRANT `a`, 'b' TO ROLE `r`",
                "GRANT a TO u | GRANT `a` TO USER `u`@'%'",
                "GRANT a TO USER ${reporting_user} | GRANT `a` TO USER ${reporting_user}",
                "GRANT a TO USER 'u'@['example.com'] | GRANT `a` TO USER 'u'@['example.com']",
                "GRANT a TO EXTERNAL GROUP g | GRANT `a` TO EXTERNAL GROUP `g`",
                "REVOKE a FROM ROLE r | REVOKE `a` FROM ROLE `r`",
                "SET DEFAULT ROLE ALL TO u | SET DEFAULT ROLE ALL TO `u`@'%'",
                "SET DEFAULT ROLE a, b TO 'u'@'%' | SET DEFAULT ROLE `a`, `b` TO 'u'@'%'",
            })
    void aStatementIsWrittenWithItsKindAndItsUsersWithTheirHosts(String text, String written) {
        Statement statement = Sql.parse(text);
        assertThat(statement).isInstanceOf(AccessStatement.class);
        assertThat(Sql.render(statement)).isEqualTo(written);
        assertThat(Sql.parse(written)).isEqualTo(statement);
    }

    /** The server prints names without backquotes, and the database of a function after the function. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "GRANT SELECT, INSERT ON TABLE my-shop.order-lines TO ROLE 'r' WITH GRANT OPTION"
                        + " | GRANT SELECT, INSERT ON TABLE `my-shop`.`order-lines` TO ROLE 'r' WITH GRANT OPTION",
                "GRANT SELECT ON VIEW shop.a--b TO ROLE 'r' | GRANT SELECT ON VIEW `shop`.`a--b` TO ROLE 'r'",
                "GRANT SELECT ON VIEW my-shop.it's TO ROLE 'r' | GRANT SELECT ON VIEW `my-shop`.`it's` TO ROLE 'r'",
                "GRANT SELECT ON TABLE shop./* x */ TO USER 'u'@'%'"
                        + " | GRANT SELECT ON TABLE `shop`.`/* x */` TO USER 'u'@'%'",
                "GRANT SELECT ON MATERIALIZED VIEW shop.#a.b TO ROLE 'r'"
                        + " | GRANT SELECT ON MATERIALIZED VIEW `shop`.`#a.b` TO ROLE 'r'",
                "GRANT SELECT ON TABLE shop.* TO ROLE 'r' | GRANT SELECT ON TABLE `shop`.* TO ROLE 'r'",
                "GRANT DROP ON TABLE shop.table TO ROLE 'r' | GRANT DROP ON TABLE `shop`.`table` TO ROLE 'r'",
                "GRANT USAGE ON FUNCTION f(INT, VARCHAR) in DATABASE shop TO ROLE 'r'"
                        + " | GRANT USAGE ON FUNCTION `shop`.`f`(int(11), varchar) TO ROLE 'r'",
                "GRANT ALTER ON ALL PIPES  IN DATABASE d-1 TO ROLE 'r' | GRANT ALTER ON ALL PIPES IN DATABASE `d-1` TO ROLE 'r'",
                "GRANT SELECT ON ALL TABLES IN ALL DATABASES TO USER 'u'@'%'"
                        + " | GRANT SELECT ON ALL TABLES IN ALL DATABASES TO USER 'u'@'%'",
                "GRANT 'a', 'b' TO ROLE select | GRANT 'a', 'b' TO ROLE `select`",
                "GRANT IMPERSONATE ON USER 'u'@'%' TO ROLE 'r' | GRANT IMPERSONATE ON USER 'u'@'%' TO ROLE 'r'",
            })
    void shownGrantsAreParsed(String shown, String written) {
        assertThat(Sql.render(Sql.parseShowCreateOutput(shown))).isEqualTo(written);
    }

    @Test
    void aUserWithoutAHostMatchesAllHosts() {
        assertThat(Sql.parse("GRANT a TO u")).isEqualTo(Sql.parse("GRANT a TO USER 'u'@'%'"));
        assertThat(Sql.parse("SET DEFAULT ROLE ALL TO u@'10.%'"))
                .isEqualTo(new AccessStatement.SetDefaultRole(
                        AccessStatement.RoleSelection.ALL,
                        List.of(),
                        UserReference.NamedUser.parse("u@10.%"),
                        Span.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT SELECTION ON t TO ROLE r",
                "GRANT SELECT ON ALL THINGS TO ROLE r",
                "GRANT SELECT ON t FROM ROLE r",
                "GRANT SELECT ON t TO EXTERNAL GROUP g",
                "GRANT SELECT ON a.b.c TO ROLE r",
                "REVOKE SELECT ON t FROM ROLE r WITH GRANT OPTION",
                "ALTER ROLE r COMMENT 'x'",
                "DROP ROLE",
                "GRANT",
            })
    void otherTextsAreSyntaxErrors(String text) {
        assertThatThrownBy(() -> Sql.parse(text)).isInstanceOf(SqlSyntaxException.class);
    }
}
