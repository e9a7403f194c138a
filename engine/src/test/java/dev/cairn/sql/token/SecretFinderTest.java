package dev.cairn.sql.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.random.Dice;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is found after any text, where the lexer ends the comments and strings of that text. */
class SecretFinderTest {
    private static final String SECRET = "s3cret";
    private static final String STATEMENT = ";SET PASSWORD = '" + SECRET + "'";
    private static final String[] PIECES = {
        "'",
        "\"",
        "`",
        "\\",
        "''",
        "\n",
        "\r",
        "\r\n",
        " ",
        "\u3000",
        "\u00a0",
        "--",
        "-",
        "/*",
        "*/",
        "/",
        "*",
        "+",
        "$$",
        "$",
        "{",
        "${",
        "}",
        "x",
        "X'",
        "a",
        "1",
        ".5",
        "e",
        "#",
        ";",
        "=",
        "\uD83D\uDE00",
        "\uD83D",
        "ü",
        "\0"
    };

    private static String createText(Dice dice) {
        StringBuilder text = new StringBuilder();
        for (int count = dice.below(12); count > 0; count--) {
            text.append(dice.pick(PIECES));
        }
        return text.toString();
    }

    private static Optional<Tokens> tokenize(String text) {
        try {
            return Optional.of(Lexer.tokenize(text));
        } catch (SqlSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Returns whether the lexer reads the statement at the end of the text, and not a part of a comment or a string. */
    private static boolean endsWithStatement(Tokens tokens) {
        int last = tokens.count() - 2;
        return last > 3
                && tokens.kind(last) == TokenKind.TEXT
                && tokens.text(last).equals("'" + SECRET + "'")
                && tokens.text(last - 2).equals("PASSWORD")
                && tokens.kind(last - 4) == TokenKind.SEMICOLON;
    }

    @Test
    void secretsAreFoundExactlyOutsideOfCommentsAndStrings() {
        int foundCount = 0;
        for (int seed = 0; seed < 50_000; seed++) {
            String text = createText(new Dice(seed)) + STATEMENT;
            Optional<Tokens> tokens = tokenize(text);
            if (tokens.isPresent()) {
                boolean isFound = !RedactedSql.of(text).text().contains(SECRET);
                assertThat(isFound).as("seed %s: %s", seed, text).isEqualTo(endsWithStatement(tokens.get()));
                foundCount += isFound ? 1 : 0;
            }
        }
        assertThat(foundCount).isGreaterThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/*/ it's */ SET PASSWORD = 's3cret'",
                "-- it's\rSET PASSWORD = 's3cret'",
                "/* it is; SET PASSWORD = 's3cret'",
                "CREATE FUNCTION f() RETURNS INT AS $$it's$$; SET PASSWORD = 's3cret'",
                "CREATE FUNCTION f() RETURNS INT AS $$ {'password'='s3cret'} $$",
                "SELECT 1; SET PASSWORD FOR bob = 's3cret'",
                "SET a = 'b', PASSWORD = 's3cret'",
                "SET PASSWORD('s3cret')",
                "ALTER USER bob IDENTIFIED\u00a0BY 's3cret'",
                "ALTER USER bob # IDENTIFIED BY 's3cret"
            })
    void secretsAreFoundInMistakenTexts(String sql) {
        assertThat(RedactedSql.of(sql).text()).doesNotContain(SECRET);
    }

    @Test
    void onlyTheStatementThatSetsAPasswordHasSecrets() {
        assertThat(RedactedSql.of("SET PASSWORD = 's'; SET a = 'b'; SELECT password = 'c'")
                        .text())
                .isEqualTo("SET PASSWORD = '***'; SET a = 'b'; SELECT password = 'c'");
    }

    @Test
    void aMaskWithoutItsClosingQuoteIsRecognized() {
        assertThat(RedactedSql.of("SET PASSWORD = '***").hasMaskedSecret()).isTrue();
    }
}
