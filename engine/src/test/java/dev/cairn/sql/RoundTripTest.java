package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.random.Dice;
import dev.cairn.random.RandomExpressions;
import dev.cairn.random.RandomQueries;
import dev.cairn.random.RandomStatements;
import dev.cairn.random.RandomTypes;
import dev.cairn.random.Shrinker;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rendered statements are parsed back equal. */
class RoundTripTest {
    private static final int SEED_COUNT = 4_000;

    @Test
    void anyStatementIsParsedBackAsItWas() {
        checkRoundTrips(Statement.class, dice -> new RandomStatements(dice).statement(), Sql::render, Sql::parse);
    }

    /** A statement that a kind of cluster object describes completely is parsed as a statement about such an object. */
    @Test
    void anyStatementAboutAnExternalTableIsParsedBackAsItWasRead() {
        int clusterStatementCount = 0;
        for (long seed = 0; seed < SEED_COUNT; seed++) {
            Optional<String> text = render(new RandomStatements(new Dice(seed), "lake").statement());
            if (text.isPresent()) {
                Statement statement = Sql.parse(text.get());
                clusterStatementCount += statement instanceof ClusterStatement ? 1 : 0;
                assertThat(findFailure(statement, Sql::render, Sql::parse))
                        .as("seed %d: %s", seed, text.get())
                        .isEmpty();
            }
        }
        assertThat(clusterStatementCount).isGreaterThan(20);
    }

    /** Returns the text of a statement; empty if it has none. */
    private static Optional<String> render(Statement statement) {
        try {
            return Optional.of(Sql.render(statement));
        } catch (RuntimeException ignored) {
            return Optional.empty();
        }
    }

    @Test
    void anyExpressionIsParsedBackAsItWas() {
        checkRoundTrips(
                Expression.class, dice -> new RandomExpressions(dice).expression(), Sql::render, Sql::parseExpression);
    }

    @Test
    void anyQueryIsParsedBackAsItWas() {
        checkRoundTrips(Query.class, dice -> new RandomQueries(dice).query(), Sql::render, Sql::parseQuery);
    }

    @Test
    void anyTypeIsParsedBackAsItWas() {
        checkRoundTrips(Type.class, dice -> new RandomTypes(dice).type(), Sql::render, Sql::parseType);
    }

    private static <T> void checkRoundTrips(
            Class<T> kind, Function<Dice, T> generator, Function<T, String> render, Function<String, T> parse) {
        LongStream.range(0, SEED_COUNT).forEach(seed -> {
            T value = generator.apply(new Dice(seed));
            String failure = findFailure(value, render, parse);
            if (!failure.isEmpty()) {
                String failureKind = failure.substring(0, failure.indexOf(':'));
                T smallestValue = Shrinker.findSmallest(
                        value,
                        kind,
                        candidate -> findFailure(candidate, render, parse).startsWith(failureKind));
                assertThat(findFailure(smallestValue, render, parse))
                        .as("seed %d, smallest failing value %s", seed, describeValue(smallestValue))
                        .isEmpty();
            }
        });
    }

    private static String describeValue(Object value) {
        return value.toString().replace(", span=" + Span.NONE, "").replace("span=" + Span.NONE, "");
    }

    private static <T> String findFailure(T value, Function<T, String> render, Function<String, T> parse) {
        String text;
        try {
            text = render.apply(value);
        } catch (RuntimeException ignored) {
            return "";
        }
        try {
            T parsedValue = parse.apply(text);
            if (!parsedValue.equals(value)) {
                return "another value: " + parsedValue + "\nfrom: " + text;
            }
            String secondText = render.apply(parsedValue);
            return secondText.equals(text) ? "" : "another text: " + secondText + "\nfor: " + text;
        } catch (SqlSyntaxException failure) {
            return "not read: " + failure.getMessage() + "\nin: " + text;
        }
    }
}
