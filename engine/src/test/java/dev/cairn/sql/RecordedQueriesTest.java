package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Parses queries from the server's own documentation and tests. Each is recorded with the verdict of the server's
 * grammar.
 */
class RecordedQueriesTest {
    private record RecordedQuery(String sql, boolean valid) {}

    private static final List<RecordedQuery> QUERIES = new ArrayList<>();

    @BeforeAll
    static void readQueries() throws IOException {
        String folder = System.getenv("CAIRN_CORPUS");
        assumeTrue(folder != null, "CAIRN_CORPUS names no folder with recorded queries");
        Path file = Path.of(folder, "queries.jsonl");
        assumeTrue(Files.exists(file), file + " does not exist");
        Gson gson = new Gson();
        try (var lines = Files.lines(file)) {
            lines.map(line -> gson.fromJson(line, RecordedQuery.class)).forEach(QUERIES::add);
        }
    }

    private static Optional<Statement> tryParse(String sql) {
        try {
            return Optional.of(Sql.parse(sql));
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    private static Optional<QueryText> findQuery(Statement statement) {
        if (statement instanceof Statement.QueryStatement select) {
            return Optional.of(select.queryText());
        }
        if (statement instanceof ViewStatement.CreateView view) {
            return Optional.of(view.queryText());
        }
        return statement instanceof ViewStatement.CreateMaterializedView view
                ? Optional.of(view.queryText())
                : Optional.empty();
    }

    @Test
    void validQueriesAreWrittenBackWithTheSameTokens() {
        List<RecordedQuery> validQueries =
                QUERIES.stream().filter(RecordedQuery::valid).toList();
        long sameCount = validQueries.stream()
                .flatMap(query -> tryParse(query.sql()).flatMap(RecordedQueriesTest::findQuery).stream())
                .filter(query -> normalizedTokens(Sql.render(query.query())).equals(normalizedTokens(query.text())))
                .count();
        assertThat(sameCount).isGreaterThanOrEqualTo(minimumCount(99.5, validQueries.size()));
    }

    @Test
    void validQueriesAreReadBackEqual() {
        assertThat(QUERIES)
                .filteredOn(RecordedQuery::valid)
                .flatExtracting(query ->
                        tryParse(query.sql()).flatMap(RecordedQueriesTest::findQuery).map(QueryText::query).stream()
                                .toList())
                .allSatisfy(
                        query -> assertThat(Sql.parseQuery(Sql.render(query))).isEqualTo(query));
    }

    @Test
    void invalidQueriesAreRefused() {
        List<RecordedQuery> invalidQueries =
                QUERIES.stream().filter(query -> !query.valid()).toList();
        long refusedCount = invalidQueries.stream()
                .filter(query -> tryParse(query.sql()).isEmpty())
                .count();
        assertThat(refusedCount).isGreaterThanOrEqualTo(minimumCount(90, invalidQueries.size()));
    }

    private static long minimumCount(double percent, int total) {
        return (long) Math.ceil(total * percent / 100);
    }

    /**
     * Returns the tokens without comments: keywords and names in lower case, names without backquotes, and the others
     * unchanged.
     */
    private static List<String> normalizedTokens(String sql) {
        Tokens tokens = Lexer.tokenize(sql);
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < tokens.count() - 1; index++) {
            texts.add(
                    switch (tokens.kind(index)) {
                        case BACKQUOTED -> tokens.unquotedName(index).toLowerCase(Locale.ROOT);
                        case TEXT -> tokens.text(index).charAt(0) + tokens.stringValue(index);
                        default -> tokens.text(index).toLowerCase(Locale.ROOT);
                    });
        }
        return texts;
    }
}
