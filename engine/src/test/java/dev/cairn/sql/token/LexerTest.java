package dev.cairn.sql.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.ast.Keyword;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {
    private static String describeTokens(String text) {
        Tokens tokens = Lexer.tokenize(text);
        return IntStream.range(0, tokens.count() - 1)
                .mapToObj(i -> tokens.kind(i) + ":" + tokens.text(i))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "a1_$, WORD:a1_$",
                "größe, WORD:größe",
                "12, INTEGER:12",
                "1., DECIMAL:1.",
                ".5, DECIMAL:.5",
                "1e5, DOUBLE:1e5",
                "1.5E-3, DOUBLE:1.5E-3",
                "1e, DIGITS_AND_LETTERS:1e",
                "1e5x, DIGITS_AND_LETTERS:1e5x",
                "1.5e3x, DOUBLE:1.5e3 WORD:x",
                "t.1a, WORD:t DOT_AND_NAME:.1a",
                "t.1, WORD:t DECIMAL:.1",
                "x'0f', HEX:x'0f'",
                "X\"0F\", HEX:X\"0F\"",
                "x'\\0', WORD:x TEXT:'\\0'",
                "'it''s', TEXT:'it''s'",
                "'a\\'b', TEXT:'a\\'b'",
                "`a``b`, BACKQUOTED:`a``b`",
                "a--b, WORD:a",
                "a/* b */c, WORD:a WORD:c",
                "/**/a, WORD:a",
                "a/*+ hint */b, WORD:a WORD:b",
                "<=>, NULL_SAFE_EQUAL:<=>",
                "a<>b, WORD:a NOT_EQUAL_SIGN:<> WORD:b",
                "->, ARROW:->",
                "=>, NAMED_ARGUMENT:=>",
                "[*], EACH_ELEMENT:[*]",
                "[1], LEFT_BRACKET:[ INTEGER:1 RIGHT_BRACKET:]",
                "..., ELLIPSIS:...",
                "&&, AND_SIGN:&&",
                "${n:3}, PLACEHOLDER:${n:3}",
                "'${n}', TEXT:'${n}'",
                "$$a;b$$, ATTACHMENT:$$a;b$$",
                "$$a, WORD:$$a",
            })
    void textsAreSplitIntoTokens(String text, String tokens) {
        assertThat(describeTokens(text)).isEqualTo(tokens);
    }

    @Test
    void ideographicSpacesAreWhitespaceBesideABlankOnly() {
        assertThat(describeTokens("a\n\u3000b \u3000\u3000,\u3000\u3000\nc")).isEqualTo("WORD:a WORD:b COMMA:, WORD:c");
        assertThat(describeTokens("a,\u3000b")).isEqualTo("WORD:a COMMA:, WORD:\u3000b");
    }

    @Test
    void twoGreaterSignsAreTwoTokens() {
        assertThat(describeTokens("a>>")).isEqualTo("WORD:a GREATER:> GREATER:>");
    }

    @Test
    void aCommentEndsWithItsLine() {
        assertThat(describeTokens("a -- b ' \r\nc")).isEqualTo("WORD:a WORD:c");
    }

    @Test
    void tokensKnowTheirLineAndColumn() {
        Tokens tokens = Lexer.tokenize("a 'x\ny' b\n  c");
        assertThat(describePositions(tokens)).isEqualTo("1:1 1:3 2:4 3:3 3:4");
    }

    private static String describePositions(Tokens tokens) {
        return IntStream.range(0, tokens.count())
                .mapToObj(i -> tokens.span(i).line() + ":" + tokens.span(i).column())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "'a | A string without its closing '",
                "\"a'' | A string without its closing \"",
                "'a\\ | A string without its closing '",
                "`a | A name without its closing backquote",
                "/* a | A comment without its closing */",
                "${a | A placeholder without its closing '}'",
                "a # b | Unexpected character '#'",
                "\\ | Unexpected character '\\'",
                "SELECT 😀 | Unexpected character '😀'",
                "SELECT \ud83d | Unexpected character '\\ud83d'",
            })
    void unterminatedTokensAndUnexpectedCharactersAreErrors(String text, String problem) {
        assertThatThrownBy(() -> Lexer.tokenize(text))
                .isInstanceOfSatisfying(
                        SqlSyntaxException.class,
                        error -> assertThat(error.problem()).isEqualTo(problem));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "'it''s', it's",
                "\"say \"\"hi\"\"\", say \"hi\"",
                "'a\\'b', a'b",
                "'a\\\\b', a\\b",
                "'a\"b', a\"b",
                "'50\\%', 50\\%",
                "'a\\_b', a\\_b",
                "'a\\qb', aqb",
            })
    void aStringIsResolvedAsTheServerDoes(String text, String value) {
        assertThat(Lexer.tokenize(text).stringValue(0)).isEqualTo(value);
    }

    @Test
    void controlCharactersHaveEscapes() {
        assertThat(Lexer.tokenize("'\\n\\t\\r\\b\\0\\Z'").stringValue(0)).isEqualTo("\n\t\r\b\0\u001a");
    }

    @Test
    void allBackquotesOfANameAreDropped() {
        assertThat(Lexer.tokenize("`weird``tick`").unquotedName(0)).isEqualTo("weirdtick");
    }

    @Test
    void aKeywordIsRecognizedInAnyCaseButOnlyAsAWholeWord() {
        Tokens tokens = Lexer.tokenize("Select SELECTED sel");
        assertThat(tokens.keyword(0)).isEqualTo(Keyword.SELECT);
        assertThat(tokens.keyword(1)).isNull();
        assertThat(tokens.keyword(2)).isNull();
    }

    @Test
    void everyKeywordIsFound() {
        for (Keyword keyword : Keyword.values()) {
            assertThat(Lexer.tokenize(keyword.name()).keyword(0)).isEqualTo(keyword);
        }
    }
}
