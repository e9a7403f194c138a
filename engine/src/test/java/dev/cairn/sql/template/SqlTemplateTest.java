package dev.cairn.sql.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTemplateTest {
    private static final String SALES =
            "SELECT city FROM orders WHERE day >= :from /*? AND city IN (:cities) */ LIMIT :limit";

    private static List<String> parameterPaths(String text) {
        return SqlTemplate.parse(text).parameters().stream()
                .map(SqlTemplate.Parameter::path)
                .toList();
    }

    private static RenderedTemplate render(String text, Integer... segmentIndexes) {
        return SqlTemplate.parse(text).render(Set.of(segmentIndexes), parameter -> "<" + parameter.path() + ">");
    }

    @Test
    void aChoiceOfAnOrderHasTheNamesOfItsColumns() {
        SqlTemplate template = SqlTemplate.parse("SELECT * FROM t ORDER BY /*:sort price, o.`first name` */ id");
        OrderChoice choice = template.optionalParts().get(0).orderChoice();
        assertThat(choice).isNotNull();
        assertThat(choice.parameterName()).isEqualTo("sort");
        assertThat(choice.columns())
                .containsExactly(
                        new OrderChoice.CandidateColumn("price", "price"),
                        new OrderChoice.CandidateColumn("first name", "o.`first name`"));
        assertThat(template.render(Set.of(), parameter -> "?").text()).isEqualTo("SELECT * FROM t ORDER BY  id");
        assertThat(template.render(Set.of(0), parameter -> "?").text())
                .isEqualTo("SELECT * FROM t ORDER BY  price, o.`first name` ,  id");
    }

    @Test
    void parametersAreColonsWithNames() {
        assertThat(parameterPaths(SALES)).containsExactly("from", "cities", "limit");
        assertThat(parameterPaths("SELECT :a+:a, f(:order.city), [:b], map{1: :v}"))
                .containsExactly("a", "a", "order.city", "b", "v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ':a', \":b\", `:c`",
                "SELECT 1 -- :a",
                "SELECT 1 /* :a */",
                "SELECT map{'a':b, 1:c, (2):d, k:e, `q`:f}",
                "SELECT a[1:n]",
                "SELECT a : b"
            })
    void otherColonsAreNoParameters(String text) {
        assertThat(parameterPaths(text)).isEmpty();
    }

    @Test
    void aListOfInIsToldApartFromOtherParentheses() {
        assertThat(SqlTemplate.parse("x IN (:a) AND y IN (:b, f(:c)) AND z IN (f(1, (2)), :d) OR g(:e)")
                        .parameters())
                .extracting(SqlTemplate.Parameter::role)
                .containsExactly(
                        SqlTemplate.ParameterRole.WHOLE_LIST,
                        SqlTemplate.ParameterRole.LIST_ITEM,
                        SqlTemplate.ParameterRole.VALUE,
                        SqlTemplate.ParameterRole.LIST_ITEM,
                        SqlTemplate.ParameterRole.VALUE);
    }

    @Test
    void aWholeItemOfOrderByAndGroupByIsAKey() {
        assertThat(SqlTemplate.parse(
                                "SELECT f(x, :a), :b FROM t WHERE x IN (1, :c) GROUP BY f(y, 1), :d ORDER BY x + :e,"
                                        + " :f DESC, f(:g, 2) LIMIT 1, :h")
                        .parameters())
                .filteredOn(parameter -> parameter.role() == SqlTemplate.ParameterRole.KEY)
                .extracting(SqlTemplate.Parameter::name)
                .containsExactly("d", "f");
    }

    @Test
    void twoUsesOfAParameterAreNotEqual() {
        assertThat(SqlTemplate.parse("SELECT :a, :a").parameters()).doesNotHaveDuplicates();
    }

    @Test
    void anOptionalPartIsRenderedWithoutItsMarks() {
        assertThat(render(SALES).text()).isEqualTo("SELECT city FROM orders WHERE day >= <from>  LIMIT <limit>");
        assertThat(render(SALES, 0).text())
                .isEqualTo("SELECT city FROM orders WHERE day >= <from>  AND city IN (<cities>)  LIMIT <limit>");
    }

    @Test
    void onlyCommentsBetweenTokensAreOptionalParts() {
        assertThat(SqlTemplate.parse("SELECT '/*? a */', 1 -- /*? :b */\n /* ? :c */ /*? , :d */")
                        .optionalParts())
                .extracting(segment -> segment.span().line())
                .containsExactly(2);
    }

    @Test
    void placesAreThoseOfTheTemplate() {
        RenderedTemplate renderedTemplate = render(SALES, 0);
        String text = renderedTemplate.text();
        for (String word : List.of("city FROM", "day", "AND", "LIMIT")) {
            Span origin = renderedTemplate.toOriginSpan(new Span(1, 1, text.indexOf(word), word.length()));
            assertThat(origin.textIn(SALES)).isEqualTo(word);
        }
        Span citiesSpan = new Span(1, 1, text.indexOf("<cities>"), "<cities>".length());
        assertThat(renderedTemplate.findParameter(citiesSpan).orElseThrow().name())
                .isEqualTo("cities");
        Span innerSpan = new Span(1, 1, citiesSpan.offset() + 2, 3);
        assertThat(renderedTemplate.findParameter(innerSpan)).isEmpty();
        Span origin = renderedTemplate.toOriginSpan(innerSpan);
        assertThat(origin.textIn(SALES)).isEqualTo(":cities");
    }

    @Test
    void anEndOfTheTextIsTheEndOfTheTemplate() {
        RenderedTemplate rendered = render(SALES);
        assertThat(rendered.toOriginSpan(new Span(1, 1, rendered.text().length(), 0))
                        .offset())
                .isEqualTo(SALES.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AND c = :c -- note */ AND d = :d",
                "AND c = :c -- note -- more*/AND d = :d",
                "-- first\n AND c = :c -- last */ AND d = :d",
                "AND c = :c -- one\n -- two\n */ AND d = :d",
                "AND c = :c || '--' */ AND d = :d -- end"
            })
    void aLineCommentAtTheEndOfAnOptionalPartHidesNothing(String written) {
        SqlTemplate template = SqlTemplate.parse("SELECT a FROM t WHERE b = :b /*? " + written);
        assertThat(template.parameters())
                .extracting(SqlTemplate.Parameter::name)
                .containsExactly("b", "c", "d");
        assertThat(template.parameters())
                .extracting(SqlTemplate.Parameter::optionalPartIndex)
                .containsExactly(-1, 0, -1);
        assertThat(Sql.render(Sql.parseQuery(
                        template.render(Set.of(0), parameter -> "'x'").text())))
                .contains("b = 'x' AND c = 'x'", "AND d = 'x'");
        assertThat(Sql.render(Sql.parseQuery(
                        template.render(Set.of(), parameter -> "'x'").text())))
                .contains("b = 'x'", "d = 'x'")
                .doesNotContain("c =");
    }

    @Test
    void optionalPartsDoNotNest() {
        assertThatThrownBy(() -> SqlTemplate.parse("SELECT 1 /*? , 2 /*? , :a */ */"))
                .isInstanceOf(SqlSyntaxException.class)
                .hasMessageContaining("An optional part must not contain another one at line 1, column 18");
    }

    @Test
    void anOptionalPartFollowsALineCommentThatEndsWithACarriageReturn() {
        SqlTemplate template = SqlTemplate.parse("SELECT 1 -- one\r/*? WHERE a = :a */");
        assertThat(template.optionalParts()).hasSize(1);
        assertThat(template.parameters())
                .singleElement()
                .satisfies(parameter -> assertThat(parameter.name()).isEqualTo("a"));
    }
}
