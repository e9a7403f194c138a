package dev.cairn.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextWrapperTest {
    @Test
    void aLineIsBrokenBetweenWords() {
        assertThat(new TextWrapper("the server refuses shop.orders.amount of orders").wrapProse(20))
                .isEqualTo("""
                the server refuses
                  shop.orders.amount
                  of orders""");
    }

    @Test
    void aWordThatIsTooLongStaysWhole() {
        assertThat(new TextWrapper("see https://example.org/a-long-address for it").wrapProse(10))
                .isEqualTo("""
                see
                  https://example.org/a-long-address
                  for it""");
    }

    @Test
    void widthsAreThoseOfATerminal() {
        assertThat(new TextWrapper("注文 注文 注文").wrapProse(9)).isEqualTo("注文 注文\n  注文");
    }

    @Test
    void anIndentedLineKeepsItsIndentationUnlessItIsAnExcerpt() {
        assertThat(new TextWrapper("  one two three\n    SELECT one FROM two\n           ^\n").wrapProse(10))
                .isEqualTo("""
                  one two
                    three
                    SELECT one FROM two
                           ^
                """);
    }

    @Test
    void amongCodeOnlyCommentsAreBroken() {
        assertThat(new TextWrapper("-- note: the server rewrites all rows\nSELECT 'a long text of some words'")
                        .wrapComments(20))
                .isEqualTo("""
                        -- note: the server
                        --   rewrites all
                        --   rows
                        SELECT 'a long text of some words'""");
    }

    @Test
    void aWriterBreaksWholeLinesAndLeavesQuestions() {
        StringWriter written = new StringWriter();
        PrintWriter out = new PrintWriter(new WrappingWriter(written, () -> 10), true);
        out.print("one two ");
        out.println("three");
        out.print("may it continue? ");
        out.flush();
        assertThat(written).hasToString("one two\n  three\nmay it continue? ");
    }
}
