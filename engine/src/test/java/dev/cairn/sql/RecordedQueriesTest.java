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

/** Queries from the server's own documentation and tests, with what its grammar says of them. */
class RecordedQueriesTest {
    private record Recorded(String sql, boolean valid) {}

    private static final List<Recorded> QUERIES = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        String folder = System.getenv("CAIRN_CORPUS");
        assumeTrue(folder != null, "CAIRN_CORPUS names no folder with recorded queries");
        Path file = Path.of(folder, "queries.jsonl");
        assumeTrue(Files.exists(file), file + " is not there");
        Gson gson = new Gson();
        try (var lines = Files.lines(file)) {
            lines.map(line -> gson.fromJson(line, Recorded.class)).forEach(QUERIES::add);
        }
    }

    private static Optional<Statement> parsed(String sql) {
        try {
            return Optional.of(Sql.parse(sql));
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    private static Optional<QueryText> query(Statement statement) {
        if (statement instanceof Statement.QueryStatement select) {
            return Optional.of(select.query());
        }
        if (statement instanceof ViewStatement.CreateView view) {
            return Optional.of(view.query());
        }
        return statement instanceof ViewStatement.CreateMaterializedView view
                ? Optional.of(view.query())
                : Optional.empty();
    }

    @Test
    void validQueriesAreWrittenBackWithTheSameTokens() {
        List<Recorded> valid = QUERIES.stream().filter(Recorded::valid).toList();
        long same = valid.stream()
                .flatMap(query -> parsed(query.sql()).flatMap(RecordedQueriesTest::query).stream())
                .filter(query -> tokens(Sql.render(query.query())).equals(tokens(query.text())))
                .count();
        assertThat(same).isGreaterThanOrEqualTo(atLeast(99.5, valid.size()));
    }

    @Test
    void validQueriesAreReadBackEqual() {
        assertThat(QUERIES)
                .filteredOn(Recorded::valid)
                .flatExtracting(
                        query -> parsed(query.sql()).flatMap(RecordedQueriesTest::query).map(QueryText::query).stream()
                                .toList())
                .allSatisfy(
                        query -> assertThat(Sql.parseQuery(Sql.render(query))).isEqualTo(query));
    }

    @Test
    void invalidQueriesAreRefused() {
        List<Recorded> invalid =
                QUERIES.stream().filter(query -> !query.valid()).toList();
        long refused =
                invalid.stream().filter(query -> parsed(query.sql()).isEmpty()).count();
        assertThat(refused).isGreaterThanOrEqualTo(atLeast(90, invalid.size()));
    }

    private static long atLeast(double percent, int of) {
        return (long) Math.ceil(of * percent / 100);
    }

    /** Keywords and names in one case, names without their backquotes, all else as it is; comments are none. */
    private static List<String> tokens(String sql) {
        Tokens tokens = Lexer.tokenize(sql);
        List<String> texts = new ArrayList<>();
        for (int token = 0; token < tokens.count() - 1; token++) {
            texts.add(
                    switch (tokens.kind(token)) {
                        case BACKQUOTED -> tokens.unquotedName(token).toLowerCase(Locale.ROOT);
                        case TEXT -> tokens.text(token).charAt(0) + tokens.stringValue(token);
                        default -> tokens.text(token).toLowerCase(Locale.ROOT);
                    });
        }
        return texts;
    }
}
